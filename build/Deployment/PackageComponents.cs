using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The components of a package that is laid out like the distribution: those of its list, or those of the settings.</summary>
internal static class PackageComponents
{
    /// <summary>The component of the distribution that signs people in through Identity-Aware Proxy.</summary>
    private const string Iap = "common/iap-ingress";

    /// <summary>The components of any package in a folder.</summary>
    /// <exception cref="UsageException">A component is not there, or does not go with the variant; carries all of them.</exception>
    public static IReadOnlyList<PackageComponent> In(PackageFolder package, DeploySettings settings) => package.IsDistribution
        ? Of(package.Work, settings, new PageWork(ComponentPages.Read(), settings))
        : Renderer.ComponentsOf(package.Work, [.. settings.Package.Components.Select(c => c.Name)]);

    /// <summary>The components of a package that is laid out like the distribution.</summary>
    /// <exception cref="UsageException">A component is not there, or does not go with the variant; carries all of them.</exception>
    public static IReadOnlyList<PackageComponent> Of(string package, DeploySettings settings, PageWork pages)
    {
        var problems = new Problems();
        var root = Path.Combine(package, "kubeflow");
        var listed = PackageList.Read(PackageList.FindList(package) ?? throw Listless(root), settings.Package.Components.Count == 0 ? problems : new Problems());
        var wanted = settings.Package.Components.Count == 0 ? listed : [.. settings.Package.Components.SelectMany(c => Asked(c, root, listed, problems))];
        if (settings.SignsInByProxy && wanted.Any(c => c.Name == Iap))
            problems.Add($"component {Iap}: it signs people in through Identity-Aware Proxy, and variant: {Words.Of(settings.Variant)} does not.", next: "Leave it out (setting components), or choose variant: gke-iap.");
        problems.ThrowIfAny("components");
        return [.. wanted.SelectMany(component => pages.Resolve(component, root)).DistinctBy(c => c.Name)];
    }

    private static IEnumerable<PackageComponent> Asked(ComponentSettings component, string root, IReadOnlyList<PackageComponent> listed, Problems problems)
    {
        var path = component.Path.Length > 0 ? component.Path : component.Name;
        if (!Directory.Exists(Path.Combine(root, path)))
        {
            problems.Add($"component {component.Name}: the package has no folder kubeflow/{path}.{Nearest.Hint(path, listed.Select(c => c.Name))}");
            return [];
        }

        return PackageList.Of(root, path).Select((part, i) => i == 0 ? part with { Name = component.Name } : part);
    }

    private static UsageException Listless(string root) =>
        new($"{Path.Combine(root, "config.yaml")} lists no components.", "List them under components:, or name them with the setting components.");
}
