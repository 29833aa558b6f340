using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>What stands <see cref="Around"/> objects at one moment: every kind and namespace is listed once, however many ask.</summary>
internal sealed class AroundLists(KubeObjects objects, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<(string Path, string? Namespace), Lazy<Task<IReadOnlyList<Resource>>>> _lists = new();

    public async Task<IReadOnlyList<Resource>> AskAsync(Resource live)
    {
        var lists = await Task.WhenAll(Around.Of(live).Select(a =>
            _lists.GetOrAdd((a.Kind.CollectionPath(null), a.Namespace), _ => new Lazy<Task<IReadOnlyList<Resource>>>(() => ListAsync(a.Kind, a.Namespace))).Value));
        return lists.SelectMany(l => l).ToList();
    }

    private async Task<IReadOnlyList<Resource>> ListAsync(ApiKind kind, string? ns)
    {
        try
        {
            return (await objects.ListAsync(kind, ns, new ListQuery(), cancellation)).Items;
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden or KubeErrorKind.KindNotServed)
        {
            // The object alone then has to tell.
            return [];
        }
    }
}
