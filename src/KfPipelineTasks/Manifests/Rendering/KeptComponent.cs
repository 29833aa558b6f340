using System.Text.Json;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>What the cache has of a component.</summary>
/// <param name="Tool">Hash of the version of the tool that rendered it.</param>
/// <param name="Bodies">Its objects.</param>
internal sealed record KeptComponent(string Tool, IReadOnlyList<JsonElement> Bodies);
