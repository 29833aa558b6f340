using System.Collections.Concurrent;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// What a run that only plans would have brought to each cluster by now. Later steps of a plan build on earlier ones: the
/// namespace that one would make, the next puts its objects into.
/// </summary>
public sealed class Foresight
{
    private readonly ConcurrentDictionary<string, List<Resource>> _planned = new(StringComparer.Ordinal);

    /// <summary>Keeps what a step would bring.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    public void Add(string cluster, IEnumerable<Resource> planned) => _planned.GetOrAdd(cluster, _ => []).AddRange(planned);

    /// <summary>What earlier steps would have brought.</summary>
    public IReadOnlyList<Resource> Of(string cluster) => _planned.GetValueOrDefault(cluster) ?? [];
}
