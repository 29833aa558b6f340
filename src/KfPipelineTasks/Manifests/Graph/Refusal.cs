using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>An object the API server will not accept.</summary>
/// <param name="Object">The object.</param>
/// <param name="Because">What it would wait for in vain.</param>
public sealed record Refusal(ResourceId Object, string Because);
