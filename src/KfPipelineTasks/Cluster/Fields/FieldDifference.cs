using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>One field that an apply would write.</summary>
/// <param name="Path">As a person writes it: <c>spec.template.spec.containers[name=main].image</c>.</param>
/// <param name="Live">Null when the object does not have it.</param>
/// <param name="Wanted">Null when it goes away.</param>
/// <param name="OnlyOwnership">True when the value is right and only not ours yet, or the comparison cannot be sure.</param>
internal sealed record FieldDifference(string Path, JsonElement? Live, JsonElement? Wanted, bool OnlyOwnership);
