using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class GatekeeperRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["ConstraintTemplate.templates.gatekeeper.sh"];

    public Verdict? Judge(LiveObject live)
    {
        var errors = live.Resource.At("status").Items("byPod").SelectMany(pod => pod.Items("errors")).Select(error => error.Text("message")).OfType<string>().ToList();
        if (errors.Count > 0) return Verdict.Failed(errors[0], live.Describe);
        return live.Resource.At("status", "created") is { ValueKind: JsonValueKind.True } ? Verdict.Ready("its kind of constraint is defined") : Verdict.Waiting("gatekeeper has not looked at it yet");
    }
}
