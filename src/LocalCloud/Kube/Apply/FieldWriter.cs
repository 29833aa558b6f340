namespace LocalCloud.Kube.Apply;

/// <summary>Who writes, and how.</summary>
/// <param name="Manager">Field manager.</param>
/// <param name="ApiVersion">Version that is written.</param>
/// <param name="Subresource">Subresource that is written through, or empty.</param>
/// <param name="Now">Time stamp for changed entries.</param>
/// <param name="Ignored">Fields that a write through this door cannot change; they are never owned by it.</param>
internal sealed record FieldWriter(string Manager, string ApiVersion, string Subresource, string Now, FieldSet Ignored);
