using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The objects of a package, rendered, and which cluster each goes to.</summary>
internal sealed class PackageObjects
{
    private const string ConfigConnector = "cnrm.cloud.google.com";

    private readonly Dictionary<ResourceId, string> _components;

    private PackageObjects(RenderedPackage package)
    {
        Package = package;
        _components = package.Components.SelectMany(c => c.Resources.Select(r => (r.Id, c.Component.Name)))
            .DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => entry.Name);
        var both = package.Resources.ToLookup(IsConfigConnector);
        Management = [.. both[true]];
        Kubeflow = [.. both[false]];
    }

    public RenderedPackage Package { get; }

    /// <summary>What Config Connector makes Google Cloud resources of: it runs on the management cluster.</summary>
    public IReadOnlyList<Resource> Management { get; }

    /// <summary>Everything else.</summary>
    public IReadOnlyList<Resource> Kubeflow { get; }

    public string? ComponentOf(Resource resource) => _components.GetValueOrDefault(resource.Id);

    /// <summary>Renders the package of a run.</summary>
    /// <exception cref="UsageException">It cannot be rendered or read; nothing was touched.</exception>
    public static async Task<PackageObjects> RenderAsync(DeployContext context)
    {
        var settings = context.Settings;
        var package = context.Run.Package;
        var renderer = new Renderer(new RenderOptions { SearchPath = context.Run.Surroundings.Environment.GetValueOrDefault("PATH") ?? "" });
        var rendered = package.IsDistribution
            ? await renderer.RenderAsync(Components(package.Path, settings), context.Stop)
            : await renderer.ReadAsync(package.Path, Terminal(context), [.. settings.Package.Components.Select(c => c.Name)], context.Stop);
        Tell(context.Output, rendered);
        return new PackageObjects(rendered);
    }

    /// <summary>True for the kinds that Config Connector acts on.</summary>
    public static bool IsConfigConnector(Resource resource) =>
        resource.Id.Group == ConfigConnector || resource.Id.Group.EndsWith("." + ConfigConnector, StringComparison.Ordinal);

    private static IReadOnlyList<PackageComponent> Components(string package, DeploySettings settings)
    {
        var problems = new Problems();
        var root = Path.Combine(package, "kubeflow");
        var listed = settings.Package.Components.Count == 0
            ? PackageList.Read(PackageList.FindList(package)!, problems)
            : [.. settings.Package.Components.SelectMany(c => PackageList.Of(root, c.Path.Length > 0 ? c.Path : c.Name))];
        problems.ThrowIfAny("components");
        return [.. listed.SelectMany(component => MeshProviders.Resolve(component, root, settings.Mesh.Provider)).DistinctBy(c => c.Name)];
    }

    private static Stream? Terminal(DeployContext context) => context.Settings.Package.Path == "-" ? context.Run.Surroundings.Terminal.OpenInput() : null;

    private static void Tell(IOutput output, RenderedPackage rendered)
    {
        foreach (var component in rendered.Components)
        {
            foreach (var message in component.Messages) output.Detail($"{component.Component.Name}: {message}");
        }

        output.Info($"{rendered.Resources.Count} objects in {rendered.Components.Count(c => !c.IsEmpty)} components.");
    }
}
