using KfPipelineTasks.Build.Tasks;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Who manages Config Connector resources in a cluster. One in a namespace without a context is written, and then nobody ever looks at it:
/// that is told before anything is written.
/// </summary>
/// <param name="live">The contexts of the cluster, healthy or not.</param>
/// <param name="areNeeded">False where no context is needed, or nobody may tell us of them.</param>
internal sealed class ConfigConnectorContexts(IReadOnlyList<Resource> live, bool areNeeded)
{
    private const string Core = "core.cnrm.cloud.google.com";

    /// <summary>The contexts of the cluster; what the admission graph needs to know of them.</summary>
    public IReadOnlyList<Resource> Live => live;

    /// <summary>Asks the cluster, if the set has anything that needs a context.</summary>
    public static async Task<ConfigConnectorContexts> ReadAsync(ClusterDoor door, IReadOnlyList<Resource> wanted, CancellationToken cancellation)
    {
        if (!wanted.Any(NeedsContext)) return new ConfigConnectorContexts([], areNeeded: false);
        var table = await door.Kinds.TableAsync(cancellation);
        if (table.Find(Core, "ConfigConnectorContext") is not { } contexts) return new ConfigConnectorContexts([], areNeeded: false);
        var objects = new KubeObjects(door);
        try
        {
            var modes = table.Find(Core, "ConfigConnector") is { } operators ? (await objects.ListAsync(operators, null, new ListQuery(), cancellation)).Items : [];
            var found = (await objects.ListAsync(contexts, null, new ListQuery(), cancellation)).Items;
            // In cluster mode one controller manages every namespace.
            return new ConfigConnectorContexts(found, !modes.Any(m => m.Text("spec", "mode") == "cluster"));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden)
        {
            // Config Connector itself will say so then, for every object.
            return new ConfigConnectorContexts([], areNeeded: false);
        }
    }

    /// <summary>One problem for each namespace of the set that nobody manages.</summary>
    /// <param name="wanted">The set.</param>
    /// <param name="foreseen">What will be there by then.</param>
    public IEnumerable<Problem> Missing(IReadOnlyList<Resource> wanted, IReadOnlyList<Resource> foreseen)
    {
        if (!areNeeded) return [];
        var managed = live.Concat(wanted).Concat(foreseen).Select(r => r.Id).Where(IsContext).Select(id => id.Namespace).ToHashSet();
        // Config Controller brings the context of its own namespace itself; a young one may still be about to.
        managed.Add(ApplyKcc.ConfigControl);
        return wanted.Where(r => NeedsContext(r) && !managed.Contains(r.Id.Namespace)).GroupBy(r => r.Id.Namespace).Select(lost => new Problem(
            $"{lost.First().Id}{(lost.Count() > 1 ? $" and {lost.Count() - 1} more" : "")}: no controller would manage it: namespace {lost.Key} has no ConfigConnectorContext.",
            lost.First().Source,
            $"Run ApplyKcc with a package that has kubeflow/kcc/kcc-namespace, or add a ConfigConnectorContext: kubectl get configconnectorcontext -n {lost.Key}"));
    }

    private static bool NeedsContext(Resource resource) =>
        resource.Id is { Namespace: not null } id && id.Group.EndsWith(".cnrm.cloud.google.com", StringComparison.Ordinal) && id.Group != Core;

    private static bool IsContext(ResourceId id) => id is { Group: Core, Kind: "ConfigConnectorContext" };
}
