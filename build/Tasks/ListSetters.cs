using Cake.Frosting;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(ListSetters))]
[TaskDescription("Lists the setters of the package: name, value, type, how often and where they are used; changes nothing")]
public sealed class ListSetters : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var catalog = await SetterCatalog.ReadAsync(await PackageValues.RequestAsync(context.Run.Package.Path, context.Settings, context.Stop), context.Stop);
        context.Output.Show(catalog.ToTable());
        foreach (var hidden in catalog.PassedOver) context.Output.Info(hidden.ToString());
    }
}
