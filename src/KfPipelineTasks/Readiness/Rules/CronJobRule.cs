using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class CronJobRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["CronJob.batch"];

    public Verdict? Judge(LiveObject live) => Verdict.Ready(
        live.Resource.At("spec", "suspend") is { ValueKind: JsonValueKind.True } ? "suspended, as asked" : $"runs by its schedule, {live.Text("spec", "schedule")}");
}
