using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The objects of a package, rendered, and which cluster each goes to.</summary>
internal sealed class PackageObjects
{
    private const string ConfigConnector = "cnrm.cloud.google.com";

    private readonly Dictionary<ResourceId, string> _components;
    private readonly PackageFolder _folder;

    private PackageObjects(RenderedPackage package, PageWork pages, PackageFolder folder, string set)
    {
        (_folder, Set) = (folder, set);
        Package = package with { Components = [.. package.Components.Select(c => c with { Resources = [.. pages.SecretsOf(c.Component.Name), .. pages.Merged(c)] })] };
        var all = Package.Components.SelectMany(c => c.Resources.Select(r => (Resource: r, Component: c.Component.Name)))
            .DistinctBy(entry => entry.Resource.Id).ToList();
        _components = all.ToDictionary(entry => entry.Resource.Id, entry => entry.Component);
        var both = all.Select(entry => entry.Resource).ToLookup(IsConfigConnector);
        Management = [.. both[true]];
        Kubeflow = [.. both[false]];
        Pages = pages;
        Components = [.. package.Components.Select(c => c.Component.Name)];
    }

    /// <summary>Name under which a cluster remembers the objects; empty when they are not remembered.</summary>
    public string Set { get; }

    /// <summary>The components with everything their pages add.</summary>
    public RenderedPackage Package { get; }

    /// <summary>What the components need besides their manifests.</summary>
    public PageWork Pages { get; }

    /// <summary>Names of the components, in the package's order.</summary>
    public IReadOnlyList<string> Components { get; }

    /// <summary>What Config Connector makes Google Cloud resources of: it runs on the management cluster.</summary>
    public IReadOnlyList<Resource> Management { get; }

    /// <summary>Everything else.</summary>
    public IReadOnlyList<Resource> Kubeflow { get; }

    /// <summary>Component an object came with; null for one that is not of the package.</summary>
    public string? ComponentOf(ResourceId id) => _components.GetValueOrDefault(id);

    /// <summary>Where a field stands in the user's files; null when that cannot be told.</summary>
    /// <param name="resource">An object of the package.</param>
    /// <param name="field">Path of the field, as the server writes it.</param>
    public SourcePosition? Locate(Resource resource, string field)
    {
        // Rendering does not say where an object comes from; its kind and name mostly do.
        var source = resource.Source is { Line: 0 } && Package.Components.FirstOrDefault(c => c.Component.Name == ComponentOf(resource.Id)) is { } component
            ? Origins.Find(component.Component, resource.Id) ?? resource.Source
            : _folder.InWork(resource.Source);
        return source is null ? null : _folder.AsGiven(FieldLocator.Locate(new Resource(resource.Id, resource.Body, source), field) ?? source);
    }

    /// <summary>Place of a component in the package's order; what is no component comes last.</summary>
    public int PlaceOf(string component) => Components.ToList().IndexOf(component) is >= 0 and var place ? place : int.MaxValue;

    /// <summary>Renders the package of a run.</summary>
    /// <exception cref="UsageException">It cannot be rendered or read; nothing was touched.</exception>
    public static async Task<PackageObjects> RenderAsync(DeployContext context)
    {
        var settings = context.Settings;
        var package = context.Run.Package;
        var pages = new PageWork(ComponentPages.Read(), settings);
        var renderer = PackageRenderer.Of(context);
        try
        {
            var rendered = package.IsDistribution
                ? await renderer.RenderAsync(Listed(package.Work, settings, pages), context.Stop)
                : await renderer.ReadAsync(package.Work, Terminal(context), [.. settings.Package.Components.Select(c => c.Name)], context.Stop);
            Tell(context.Output, rendered);
            return new PackageObjects(AsGiven(rendered, package), pages, package, SetOf(settings, package));
        }
        catch (UsageException refused) when (!package.IsInPlace)
        {
            throw new UsageException("manifests", [.. refused.Problems.Select(p => p with { At = package.AsGiven(p.At) })]);
        }
    }

    private static RenderedPackage AsGiven(RenderedPackage rendered, PackageFolder folder) => folder.IsInPlace ? rendered : rendered with
    {
        Components = [.. rendered.Components.Select(c => c with { Resources = [.. c.Resources.Select(r => new Resource(r.Id, r.Body, folder.AsGiven(r.Source)))] })],
    };

    // Two folders applied one after the other are two sets: under one name the second would prune the first.
    private static string SetOf(DeploySettings settings, PackageFolder package) =>
        settings.Apply.Inventory.Length > 0 ? settings.Apply.Inventory
            : settings.Variant == Variant.ExistingCluster && !package.IsDistribution ? ""
            : settings.Cluster.Name.Length > 0 ? settings.Cluster.Name
            : "kubeflow";

    /// <summary>True for the kinds that Config Connector acts on.</summary>
    public static bool IsConfigConnector(Resource resource) =>
        resource.Id.Group == ConfigConnector || resource.Id.Group.EndsWith("." + ConfigConnector, StringComparison.Ordinal);

    private static IReadOnlyList<PackageComponent> Listed(string package, DeploySettings settings, PageWork pages)
    {
        var problems = new Problems();
        var root = Path.Combine(package, "kubeflow");
        var listed = settings.Package.Components.Count == 0
            ? PackageList.Read(PackageList.FindList(package)!, problems)
            : [.. settings.Package.Components.SelectMany(c => PackageList.Of(root, c.Path.Length > 0 ? c.Path : c.Name))];
        problems.ThrowIfAny("components");
        return [.. listed.SelectMany(component => pages.Resolve(component, root)).DistinctBy(c => c.Name)];
    }

    private static Stream? Terminal(DeployContext context) => context.Settings.Package.Path == "-" ? context.Run.Surroundings.Terminal.OpenInput() : null;

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static void Tell(IOutput output, RenderedPackage rendered)
    {
        foreach (var component in rendered.Components)
        {
            foreach (var message in component.Messages) output.Detail($"{component.Component.Name}: {message}");
        }

        output.Info($"{Count(rendered.Resources.Count, "object")} in {Count(rendered.Components.Count(c => !c.IsEmpty), "component")}.");
    }
}
