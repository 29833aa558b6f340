using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class AcmeRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Order.acme.cert-manager.io", "Challenge.acme.cert-manager.io"];

    public Verdict? Judge(LiveObject live)
    {
        var reason = live.Text("status", "reason") is { Length: > 0 } text ? $": {text}" : "";
        return live.Text("status", "state") switch
        {
            "valid" => Verdict.Ready("valid"),
            "invalid" or "errored" or "expired" => Verdict.Failed($"{live.Text("status", "state")}{reason}", live.Describe),
            { Length: > 0 } state => Verdict.Waiting($"{state}{reason}"),
            _ => Verdict.Waiting("cert-manager has not looked at it yet"),
        };
    }
}
