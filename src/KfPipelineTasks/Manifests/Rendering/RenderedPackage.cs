using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>A package as objects, component by component.</summary>
/// <param name="Components">In the order of the package's list.</param>
public sealed record RenderedPackage(IReadOnlyList<RenderedComponent> Components)
{
    /// <summary>All objects; one that several components bring alike is there once, with the first of them.</summary>
    public IReadOnlyList<Resource> Resources => [.. Components.SelectMany(component => component.Resources).DistinctBy(resource => resource.Id)];

    /// <summary>Name of the component an object came with; null for an object that is not of the package.</summary>
    public string? ComponentOf(ResourceId id) =>
        Components.FirstOrDefault(component => component.Resources.Any(resource => resource.Id == id))?.Component.Name;
}
