using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>A component as objects.</summary>
/// <param name="Component">The component.</param>
/// <param name="Resources">Its objects, in the order in which they were rendered. Empty for a component that is no manifests (an installer).</param>
/// <param name="Messages">What the tool said while it rendered (deprecations); empty when it came out of the cache.</param>
/// <param name="FromCache">Nothing was run: the inputs have not changed since the last time.</param>
public sealed record RenderedComponent(PackageComponent Component, IReadOnlyList<Resource> Resources, IReadOnlyList<string> Messages, bool FromCache)
{
    /// <summary>
    /// The component consists of Config Connector objects only, so it belongs to the management cluster, where Config Connector runs, and not
    /// to the cluster Kubeflow runs on.
    /// </summary>
    public bool IsForManagementCluster =>
        Resources.Count > 0 && Resources.All(resource => resource.Id.Group == "cnrm.cloud.google.com" || resource.Id.Group.EndsWith(".cnrm.cloud.google.com", StringComparison.Ordinal));

    /// <summary>There was nothing to render: the folder is an installer or empty.</summary>
    public bool IsEmpty => Resources.Count == 0;
}
