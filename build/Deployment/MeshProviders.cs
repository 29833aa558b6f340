using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// The service mesh is a provider. In the distribution the component <c>asm</c> is an installer that downloads; here it stands
/// for whatever the provider brings: manifests of the package, or nothing because somebody else installs the mesh.
/// </summary>
internal static class MeshProviders
{
    private const string Installer = "asm";

    // Istio as the package itself carries it.
    private static readonly string[] OpenSourceIstio =
        ["common/istio/upstream/istio-namespace/base", "common/istio/upstream/istio-crds/base", "common/istio/upstream/istio-install/base"];

    public static IEnumerable<PackageComponent> Resolve(PackageComponent component, string root, MeshProvider provider)
    {
        if (component.Name != Installer) return [component];
        return provider == MeshProvider.OpenSourceIstio
            ? OpenSourceIstio.Where(part => Directory.Exists(Path.Combine(root, part))).Select(part => new PackageComponent(part, Path.Combine(root, part)))
            : [];
    }
}
