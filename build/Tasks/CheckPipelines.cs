using Cake.Frosting;
using KfPipelineTasks.Build.Deployment.Connections;
using KfPipelineTasks.Model;
using KfPipelineTasks.Pipelines;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(CheckPipelines))]
[TaskDescription("Tries the connection to Pipelines: that it answers, lets in whom it should and nobody else; explains every refusal. Changes nothing")]
[IsDependentOn(typeof(Validate))]
public sealed class CheckPipelines : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.Settings.Run.Plan)
        {
            context.Output.Info("Pipelines is not tried: a plan is about what may not be there yet.");
            return;
        }

        var checks = await new PipelinesTrial(context).RunAsync();
        context.Output.Show(new Table("Pipelines connection", ["check", "verdict", "why", "next"], [.. checks.Select(Row)]));
        ThrowUnlessGood(checks);
        context.Output.Info($"Pipelines is connected: {checks.Count(c => c.Verdict.State == State.Ready)} checks passed.");
    }

    private static IReadOnlyList<string> Row(PipelinesCheck check) => [check.Name, Word(check), check.Verdict.Because, check.Verdict.Next ?? ""];

    private static string Word(PipelinesCheck check) => check.Verdict.State switch
    {
        State.Ready => "passed",
        State.Waiting => "not yet",
        State.Failed => check.IsSecurity ? "SECURITY" : "failed",
        _ => "not tried",
    };

    private static void ThrowUnlessGood(IReadOnlyList<PipelinesCheck> checks)
    {
        var failed = checks.Where(c => c.Verdict.State == State.Failed).ToList();
        var waiting = checks.Where(c => c.Verdict.State == State.Waiting).ToList();
        if (failed.Count > 0) throw new DeployException($"Pipelines: {failed.Count} of {checks.Count} checks failed:{List(failed)}", "docs/pipelines.md explains the checks and every known refusal.");
        if (waiting.Count > 0) throw new NotReadyInTimeException($"Pipelines does not answer yet:{List(waiting)}", "It may still come: run CheckPipelines again, or give --timeout more.");
    }

    private static string List(IEnumerable<PipelinesCheck> checks) =>
        string.Concat(checks.Select(c => $"{Environment.NewLine}  - {(c.IsSecurity ? "security: " : "")}{new Problem($"{c.Name}: {c.Verdict.Because}", Next: c.Verdict.Next)}"));
}
