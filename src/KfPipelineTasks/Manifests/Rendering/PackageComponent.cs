namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>One component of a package: a folder that is rendered by itself.</summary>
/// <param name="Name">Name as in the package's list: <c>common/istio</c>.</param>
/// <param name="Folder">The folder to render, as the user would type it.</param>
public sealed record PackageComponent(string Name, string Folder);
