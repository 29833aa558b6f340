using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>One step waits for another.</summary>
/// <param name="Step">What waits.</param>
/// <param name="For">What it waits for.</param>
/// <param name="Because">Why, in words.</param>
/// <param name="Need">The need as the scheduler sees it; null between steps the scheduler does not send.</param>
internal sealed record Wait(Step Step, Step For, string Because, Need? Need = null);
