using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>What was written for review.</summary>
/// <param name="Files">Paths below the folder, in order.</param>
/// <param name="SecretsLeftOut">Secrets of the package, which are not written.</param>
public sealed record HydratedPackage(IReadOnlyList<string> Files, IReadOnlyList<ResourceId> SecretsLeftOut);
