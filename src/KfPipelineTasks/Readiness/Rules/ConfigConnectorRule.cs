using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>
/// Config Connector objects: kstatus would call one that nobody has looked at yet current, and every failure "in progress".
/// The reasons are Config Connector's own.
/// </summary>
internal sealed class ConfigConnectorRule : IReadinessRule
{
    // Google promises seconds and asks for patience of minutes: https://cloud.google.com/iam/docs/service-accounts-create
    private static readonly TimeSpan Propagation = TimeSpan.FromMinutes(5);

    public IReadOnlyList<string> Kinds => ["*.cnrm.cloud.google.com"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Ready") is not { } ready)
        {
            return Verdict.Waiting(
                "Config Connector has not looked at it yet", $"kubectl get configconnectorcontext -n {live.Id.Namespace}");
        }

        if (ready.IsTrue) return Verdict.Ready("up to date in Google Cloud");
        return ready.Reason switch
        {
            "UpdateFailed" when CloudError.IsTooEarly(ready.Message) && ready.Since is { } since && live.Now - since < Propagation =>
                Verdict.Waiting($"{ready.Words} A new account is not seen everywhere at once; Config Connector tries again."),
            "UpdateFailed" or "DeleteFailed" or "PreActuationTransformFailed" or "PostActuationTransformFailed" => Verdict.Failed(ready.Words, CloudError.NextStep(ready.Message) ?? live.Describe),
            "DependencyInvalid" => Verdict.Failed(ready.Words, "Correct the reference; the object it names does not have what is asked of it."),
            "ManagementConflict" => Verdict.Failed(ready.Words, "Another Config Connector manages the same thing. Delete its object there with the annotation cnrm.cloud.google.com/deletion-policy: abandon, or set cnrm.cloud.google.com/management-conflict-prevention-policy: none here."),
            "Unmanaged" => Verdict.Waiting(ready.Words, $"Namespace {live.Id.Namespace} needs a ConfigConnectorContext: kubectl get configconnectorcontext -n {live.Id.Namespace}"),
            _ => Verdict.Waiting(ready.Words),
        };
    }
}
