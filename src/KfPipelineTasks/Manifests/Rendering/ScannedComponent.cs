namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>What is known of a component before anything is run.</summary>
/// <param name="Component">The component.</param>
/// <param name="IsKustomization">It has to be rendered; false for one that is read as it is.</param>
/// <param name="Size">Bytes of everything that goes in: what is large takes long.</param>
/// <param name="Inputs">Hash of everything that goes in; empty when nothing is kept.</param>
/// <param name="Kept">What the cache has for these inputs, by whatever tool; null for nothing.</param>
/// <param name="Note">What is to be said about the cache; null for nothing.</param>
internal sealed record ScannedComponent(PackageComponent Component, bool IsKustomization, long Size = 0, string Inputs = "", KeptComponent? Kept = null, string? Note = null);
