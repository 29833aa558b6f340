using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Manifests.Vendoring;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Vendor))]
[TaskDescription("Fetches into the package what it refers to on other machines, once, notes the digests, and refers to the copies; compares them ever after")]
[IsDependentOn(typeof(Validate))]
public sealed class Vendor : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var package = context.Run.Package;
        if (!Directory.Exists(package.Work)) throw new UsageException($"{package.Path} is a single stream of manifests: it refers to nothing.", "Set --package to a folder.");
        var environment = context.Run.Surroundings.Environment;
        var vendorer = new Vendorer(package.Work, new VendorOptions { SearchPath = environment.GetValueOrDefault("PATH") ?? "", Environment = environment });
        var components = PackageComponents.In(package, context.Settings);
        if (context.Settings.Run.Plan)
        {
            context.Run.Planned(new Model.Plan("Vendor", [.. vendorer.Find(components).DistinctBy(r => r.Text).Select(r => new Change($"source {r.Text}", Outcome.Created))]));
            return;
        }

        var sources = await vendorer.FetchAsync(components, context.Stop);
        context.Run.PackageHasChanged();
        foreach (var (source, isNew) in sources) context.Output.Show(new Change($"source {source.Source}", isNew ? Outcome.Created : Outcome.Unchanged, Story(source)));
        context.Output.Info(sources.Count == 0 ? "The package refers to nothing on other machines." : $"{sources.Count} sources are in {VendorLock.FolderName}/, as {VendorLock.FileName} there has them.");
    }

    private static string Story(VendoredSource source) => $"{(source.Commit is { } commit ? $"commit {commit} " : "")}in {VendorLock.FolderName}/{source.Folder}";
}
