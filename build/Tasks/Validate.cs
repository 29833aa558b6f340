using Cake.Frosting;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Validate))]
[TaskDescription("Checks the settings and every name that follows from them; touches nothing")]
public sealed class Validate : FrostingTask<DeployContext>
{
    public override void Run(DeployContext context)
    {
        var problems = new Problems();
        var reading = context.Run.Reading;
        var names = OfflineChecks.Check(reading, problems);
        if (names.Count > 0 && (context.Run.IsTarget(nameof(Validate)) || problems.Any)) context.Output.Show(DerivedNames.Table(names));
        problems.ThrowIfAny();
        context.Output.Info(reading.IsSample
            ? "The settings are the built-in sample: fine for a rehearsal."
            : $"{reading.Sources.Count} settings were given, and they agree with each other.");
    }
}
