using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ConfigConnectorContextRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["ConfigConnectorContext.core.cnrm.cloud.google.com", "ConfigConnector.core.cnrm.cloud.google.com"];

    public Verdict? Judge(LiveObject live) => live.Resource.At("status", "healthy") switch
    {
        { ValueKind: JsonValueKind.True } => Verdict.Ready("Config Connector works here"),
        null => Verdict.Waiting("the operator has not looked at it yet", "kubectl get pods -n configconnector-operator-system"),
        _ => Verdict.Waiting(Errors(live) is { Length: > 0 } errors ? errors : "not healthy yet", "kubectl get pods -n cnrm-system"),
    };

    private static string Errors(LiveObject live) => string.Join("; ", live.Resource.At("status").Items("errors").Select(error => error.ToString()));
}
