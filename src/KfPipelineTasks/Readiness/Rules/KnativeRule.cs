using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>
/// Knative's convention: Ready is Unknown while something is under way and False when it has gone wrong. A False that only says
/// "not there yet" is told apart by its reason.
/// </summary>
internal sealed class KnativeRule : IReadinessRule
{
    private static readonly string[] OnlyLater = ["RevisionMissing", "Deploying", "Uninitialized", "NoTraffic", "NotReconciled", "IngressNotConfigured", "NotOwned"];

    public IReadOnlyList<string> Kinds =>
    [
        "Service.serving.knative.dev", "Configuration.serving.knative.dev", "Route.serving.knative.dev", "Revision.serving.knative.dev", "DomainMapping.serving.knative.dev",
        "*.internal.knative.dev", "*.eventing.knative.dev", "*.messaging.knative.dev", "*.sources.knative.dev", "*.flows.knative.dev",
        "InferenceGraph.serving.kserve.io", "TrainedModel.serving.kserve.io",
    ];

    public Verdict? Judge(LiveObject live)
    {
        // Images to be cached, domain claims and event types are told, not worked on.
        if (live.Id.Kind is "Image" or "ClusterDomainClaim" or "EventType") return Verdict.Ready("there");
        return live.Find("Ready") switch
        {
            { IsTrue: true } => Verdict.Ready(live.Text("status", "url") is { } url ? $"ready at {url}" : "ready"),
            { IsFalse: true } not when !OnlyLater.Contains(not.Reason) => Verdict.Failed(not.Words, live.Describe),
            { } unknown => Verdict.Waiting(unknown.Words),
            null => Verdict.Waiting("its controller has not looked at it yet"),
        };
    }
}
