using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ConfigConnectorContextRule : IReadinessRule
{
    // How Google says that an identity is missing, or may not be used.
    private static readonly string[] Identity = ["403", "forbidden", "permission", "impersonat", "getAccessToken", "does not exist", "not found", "workload identity"];

    public IReadOnlyList<string> Kinds => ["ConfigConnectorContext.core.cnrm.cloud.google.com", "ConfigConnector.core.cnrm.cloud.google.com"];

    public Verdict? Judge(LiveObject live) => live.Resource.At("status", "healthy") switch
    {
        { ValueKind: JsonValueKind.True } => Verdict.Ready("Config Connector works here"),
        null => Verdict.Waiting("the operator has not looked at it yet", "kubectl get pods -n configconnector-operator-system"),
        _ => Errors(live) is { Length: > 0 } errors ? Told(live, errors) : Verdict.Waiting("not healthy yet", "kubectl get pods -n cnrm-system"),
    };

    // The operator says what is wrong with the context itself, and that does not change by waiting; what is wrong around it may.
    private static Verdict Told(LiveObject live, string errors) =>
        errors.Contains("must be", StringComparison.OrdinalIgnoreCase) ? Verdict.Failed(errors, $"Correct it: kubectl edit {live.Id.Kind.ToLowerInvariant()} {live.Id.Name} -n {live.Id.Namespace}")
        : Identity.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Verdict.Waiting(errors, $"Its service account {live.Text("spec", "googleServiceAccount")} must exist and let Config Connector act as it: run ApplyKcc, which makes and binds it.")
        : Verdict.Waiting(errors, "kubectl get pods -n cnrm-system");

    private static string Errors(LiveObject live) => string.Join("; ", live.Resource.At("status").Items("errors").Select(error => error.ToString()));
}
