using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>
/// A Profile is there when its namespace is, with the accounts and roles that notebooks run with and its owner works with, and with
/// the Google account they act as where it names one. Its own conditions only tell failures.
/// </summary>
internal sealed class ProfileRule : IReadinessRule
{
    private const string GoogleAccount = "iam.gke.io/gcp-service-account";
    private const string Editor = "default-editor";

    private static readonly (string Kind, string Name)[] Made =
    [
        ("ServiceAccount", Editor), ("ServiceAccount", "default-viewer"),
        ("RoleBinding", Editor), ("RoleBinding", "default-viewer"), ("RoleBinding", "namespaceAdmin"),
    ];

    public IReadOnlyList<string> Kinds => ["Profile.kubeflow.org"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Failed") is { Status: "True" or "" } failed) return Verdict.Failed(failed.Message, live.Describe);
        if (live.Around.Count > 0) return Missing(live) is { } missing ? Verdict.Waiting(missing, "kubectl logs deploy/profiles-deployment -n kubeflow") : Verdict.Ready($"namespace {live.Id.Name}, its service accounts and its role bindings are there");
        return live.Find("Successful") is { Status: "True" or "" } done
            ? Verdict.Ready(done.Message.Length > 0 ? done.Message : "its namespace was made")
            : Verdict.Unknown($"accepted; whether it is done shows in namespace {live.Id.Name} and its service account {Editor}");
    }

    private static string? Missing(LiveObject live)
    {
        var name = live.Id.Name;
        if (Find(live, "Namespace", name, null) is null) return $"namespace {name} is not there yet";
        foreach (var (kind, made) in Made)
        {
            if (Find(live, kind, made, name) is null) return $"{(kind == "ServiceAccount" ? "service account" : "role binding")} {made} of namespace {name} is not there yet";
        }

        var wanted = live.Resource.At("spec").Items("plugins").Where(plugin => plugin.Text("kind") == "WorkloadIdentity").Select(plugin => plugin.Member("spec").Text("gcpServiceAccount")).FirstOrDefault();
        return wanted is null || Find(live, "ServiceAccount", Editor, name)!.Annotation(GoogleAccount) == wanted ? null : $"service account {Editor} of namespace {name} does not act as {wanted} yet";
    }

    private static Resource? Find(LiveObject live, string kind, string name, string? ns) =>
        live.Around.FirstOrDefault(around => around.Id.Kind == kind && around.Id.Name == name && around.Id.Namespace == ns);
}
