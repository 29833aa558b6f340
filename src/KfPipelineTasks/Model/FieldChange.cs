namespace KfPipelineTasks.Model;

/// <summary>One field that differs. Values are shown as JSON text; secret values as hash marks.</summary>
/// <param name="Path">Path such as <c>spec.template.spec.containers[name=main].image</c>.</param>
/// <param name="Before">Null when the field is new.</param>
/// <param name="After">Null when the field goes away.</param>
public sealed record FieldChange(string Path, string? Before, string? After);
