using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Manifests.Images;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Manifests.Vendoring;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The objects of a package, rendered, and which cluster each goes to.</summary>
internal sealed class PackageObjects
{
    private const string ConfigConnector = "cnrm.cloud.google.com";

    private readonly Dictionary<ResourceId, string> _components;
    private readonly PackageFolder _folder;
    private readonly Dictionary<ResourceId, string> _withoutNamespace;

    private PackageObjects(RenderedPackage package, PageWork pages, PackageFolder folder, DeploySettings settings)
    {
        (_folder, Set) = (folder, SetOf(settings, folder));
        var complete = package with { Components = [.. package.Components.Select(c => c with { Resources = ImageMirror.Rewrite([.. pages.SecretsOf(c.Component.Name), .. pages.Merged(c)], settings.Package.Images) })] };
        var ours = complete.Components.ToLookup(c => !pages.External.Contains(c.Component.Name));
        Package = complete with { Components = [.. ours[true]] };
        External = new ExternalComponents([.. ours[false]], Package.Resources);
        var all = Package.Components.SelectMany(c => c.Resources.Select(r => (Resource: r, Component: c.Component.Name)))
            .DistinctBy(entry => entry.Resource.Id).ToList();
        _components = all.ToDictionary(entry => entry.Resource.Id, entry => entry.Component);
        // Manifests give a namespace to things that have none; a cluster does not.
        _withoutNamespace = all.DistinctBy(entry => entry.Resource.Id with { Namespace = null }).ToDictionary(entry => entry.Resource.Id with { Namespace = null }, entry => entry.Component);
        var asked = settings.Package.Components.Where(c => c.Cluster is not null).ToDictionary(c => c.Name, c => c.Cluster == ComponentCluster.Management, StringComparer.Ordinal);
        var both = all.ToLookup(entry => asked.TryGetValue(entry.Component, out var management) ? management : IsConfigConnector(entry.Resource.Id), entry => entry.Resource);
        Management = [.. both[true]];
        Kubeflow = [.. both[false]];
        Pages = pages;
        Components = [.. Package.Components.Select(c => c.Component.Name)];
    }

    /// <summary>Name under which a cluster remembers the objects; empty when they are not remembered.</summary>
    public string Set { get; }

    /// <summary>The components with everything their pages add.</summary>
    public RenderedPackage Package { get; }

    /// <summary>The components that somebody else has installed.</summary>
    public ExternalComponents External { get; }

    /// <summary>What the components need besides their manifests.</summary>
    public PageWork Pages { get; }

    /// <summary>Names of the components, in the package's order.</summary>
    public IReadOnlyList<string> Components { get; }

    /// <summary>What Config Connector makes Google Cloud resources of: it runs on the management cluster.</summary>
    public IReadOnlyList<Resource> Management { get; }

    /// <summary>Everything else.</summary>
    public IReadOnlyList<Resource> Kubeflow { get; }

    /// <summary>True when people come in through an Ingress of the package.</summary>
    public bool HasIngress => Kubeflow.Any(r => r.Id is { Group: "networking.k8s.io", Kind: "Ingress" });

    /// <summary>True when the package brings profiles: without them Pipelines serves everybody alike.</summary>
    public bool HasProfiles => Kubeflow.Any(r => r.Id is { Kind: "CustomResourceDefinition", Name: "profiles.kubeflow.org" });

    /// <summary>True when Pipelines asks everybody who he is: with profiles, or where its own configuration says so.</summary>
    public bool HasSeveralUsers => HasProfiles || Kubeflow.Any(r => r.Id.Kind == "ConfigMap" && r.Text("data", "MULTIUSER") == "true");

    /// <summary>How people reach the dashboard of the package.</summary>
    public DashboardWay Way(DeploySettings settings) => DashboardWays.Of(settings, Kubeflow, HasSeveralUsers);

    /// <summary>Component an object came with; null for one that is not of the package.</summary>
    public string? ComponentOf(ResourceId id) => _components.GetValueOrDefault(id) ?? (id.Namespace is null ? _withoutNamespace.GetValueOrDefault(id) : null);

    /// <summary>Where a field stands in the user's files; null when that cannot be told.</summary>
    /// <param name="resource">An object of the package.</param>
    /// <param name="field">Path of the field, as the server writes it.</param>
    public SourcePosition? Locate(Resource resource, string field)
    {
        // Rendering does not say where an object comes from; its kind and name mostly do.
        var source = resource.Source is { Line: 0 } && Package.Components.FirstOrDefault(c => c.Component.Name == ComponentOf(resource.Id)) is { } component
            ? Origins.Find(component.Component, resource) ?? resource.Source
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
            VerifyCopies(package.Work);
            var rendered = package.IsDistribution
                ? await renderer.RenderAsync(PackageComponents.Of(package.Work, settings, pages), context.Stop)
                : await renderer.ReadAsync(package.Work, Terminal(context), [.. settings.Package.Components.Select(c => c.Name)], context.Stop);
            if (rendered.Resources.Count == 0)
                throw new UsageException($"The package {package.Path} holds nothing to install: no component of it brings an object.", "Set --package to the folder that has kubeflow/config.yaml in it, or to a folder with manifests.");
            RefuseUnknown(settings.Package.External, rendered);
            var objects = new PackageObjects(AsGiven(rendered, package), pages, package, settings);
            PackageChecks.Refuse(objects, settings);
            Tell(context.Output, objects);
            return objects;
        }
        catch (UsageException refused) when (!package.IsInPlace)
        {
            throw new UsageException("manifests", [.. refused.Problems.Select(p => p with { At = package.AsGiven(p.At) })]);
        }
    }

    private static void RefuseUnknown(IReadOnlyList<string> external, RenderedPackage package)
    {
        var problems = new Problems();
        var known = package.Components.Select(c => c.Component.Name).ToList();
        foreach (var name in external.Except(known)) problems.Add($"package.external: the package has no component '{name}'.{Nearest.Hint(name, known)}", next: "Name components as its list does.");
        problems.ThrowIfAny("components");
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
    public static bool IsConfigConnector(ResourceId id) => id.Group == ConfigConnector || id.Group.EndsWith("." + ConfigConnector, StringComparison.Ordinal);

    private static void VerifyCopies(string package)
    {
        var problems = new Problems();
        if (Directory.Exists(package)) VendorLock.Read(package).Verify(problems);
        problems.ThrowIfAny("copies");
    }

    private static Stream? Terminal(DeployContext context) => context.Settings.Package.Path == "-" ? context.Run.Surroundings.Terminal.OpenInput() : null;

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static void Tell(IOutput output, PackageObjects objects)
    {
        var rendered = objects.Package;
        foreach (var component in rendered.Components)
        {
            foreach (var message in component.Messages) output.Detail($"{component.Component.Name}: {message}");
        }

        // Told before anything is written: otherwise the first to notice is a Pod that cannot start.
        foreach (var dead in DeadImages.Check(ImageList.Of(rendered.Resources))) output.Warn(dead.Message, dead.At, dead.Next);
        foreach (var limit in Autoprovisioning.Warnings(objects.Management)) output.Warn(limit.Message, limit.At, limit.Next);
        foreach (var resource in rendered.Resources)
        {
            if (RetiredApis.Find(resource.Id.Group, resource.Id.Version, resource.Id.Kind) is { } retired && retired.Gone > KubernetesVersion.Oldest)
                output.Warn($"{resource.Id}: {retired.ApiVersion} is gone from Kubernetes {retired.Gone} on.", resource.Source, retired.Next);
        }

        output.Info($"{Count(rendered.Resources.Count, "object")} in {Count(rendered.Components.Count(c => !c.IsEmpty), "component")}.");
    }
}
