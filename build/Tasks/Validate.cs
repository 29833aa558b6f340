using Cake.Frosting;
using KfPipelineTasks.Build.Deployment.WayIn;
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
        var offline = OfflineChecks.Check(reading, problems);
        if (offline.Names.Count > 0 && (context.Run.IsTarget(nameof(Validate)) || problems.Any)) context.Output.Show(DerivedNames.Table(offline.Names));
        if (!problems.Any)
        {
            context.Output.Info(reading.IsSample
                ? "The settings are the built-in sample: fine for a rehearsal."
                : $"{reading.Sources.Count} settings were given, and they agree with each other.");
        }

        if (context.Run.IsTarget(nameof(Validate)))
        {
            await TellToolsAsync(context);
            if (offline.IsSound("Iap.ClientId")) RedirectUris.Tell(context);
        }

        // One list for the user: a name that breaks a rule does not keep the project from being looked at.
        var ofSettings = problems.Found.Count;
        if (!reading.Settings.Run.Offline) await new OnlineChecks(context, offline).RunAsync(problems);
        problems.ThrowIfAny(problems.Found.Count == ofSettings ? "settings" : "things");
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
