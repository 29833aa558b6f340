namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A file of a package.</summary>
/// <param name="Path">Where it really is, links followed.</param>
/// <param name="Shown">As the user would type it.</param>
/// <param name="HiddenBy">The <c>.krmignore</c> line that hides it; null when it is not hidden.</param>
internal sealed record PackageFile(string Path, string Shown, string? HiddenBy);
