using Cake.Frosting;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Render))]
[TaskDescription("Renders the filled-in package into a folder for review: one file per object, the same bytes every time, Secrets left out")]
[IsDependentOn(typeof(KptSet))]
public sealed class Render : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var objects = await context.ObjectsAsync();
        var folder = context.Settings.Render.Directory;
        if (context.Settings.Run.Plan)
        {
            context.Output.Info($"{objects.Management.Count + objects.Kubeflow.Count} objects would be written to {folder}.");
            return;
        }

        var written = await Hydrator.WriteAsync(objects.Package, folder, context.Stop);
        context.Output.Info($"{written.Files.Count} objects are in {folder}; {written.SecretsLeftOut.Count} Secrets were left out.");
    }
}
