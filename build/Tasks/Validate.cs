using Cake.Frosting;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Build.Tasks.Google;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Validate))]
[TaskDescription("Checks the settings, every name that follows from them, and what the run needs of Google Cloud; touches nothing")]
public sealed class Validate : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var problems = new Problems();
        var reading = context.Run.Reading;
        var names = OfflineChecks.Check(reading, problems);
        if (names.Count > 0 && (context.Run.IsTarget(nameof(Validate)) || problems.Any)) context.Output.Show(DerivedNames.Table(names));
        // Settings that contradict each other are not worth asking about: the answers would be as wrong as the questions.
        problems.ThrowIfAny();
        context.Output.Info(reading.IsSample
            ? "The settings are the built-in sample: fine for a rehearsal."
            : $"{reading.Sources.Count} settings were given, and they agree with each other.");
        if (context.Run.IsTarget(nameof(Validate))) await TellToolsAsync(context);
        if (reading.Settings.Run.Offline) return;
        var online = new OnlineChecks(context);
        if (!online.AreNeeded) return;
        await online.RunAsync(problems);
        problems.ThrowIfAny("things");
    }

    // Plain manifests need no tool, so that nothing is wrong yet when there is none; a package that needs one is refused before it is touched.
    private static async Task TellToolsAsync(DeployContext context)
    {
        try
        {
            context.Output.Info($"Packages are rendered by {await PackageRenderer.Of(context).ToolAsync(context.Stop)}.");
        }
        catch (UsageException missing)
        {
            foreach (var problem in missing.Problems) context.Output.Warn(problem.Message, next: problem.Next);
        }
    }
}
