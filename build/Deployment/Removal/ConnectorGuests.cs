using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>
/// Config Connector objects of others in the namespace of a project: without the context that works there nobody could ever take
/// their finalizers off.
/// </summary>
internal static class ConnectorGuests
{
    private const string Core = "core.cnrm.cloud.google.com";

    /// <summary>One of them; null when there is none.</summary>
    /// <param name="set">What the installation itself has there; in a plan it is still to go.</param>
    public static async Task<string?> FirstAsync(ClusterDoor door, DeployContext context, IReadOnlyList<Resource> set)
    {
        var kinds = await door.Kinds.TableAsync(context.Stop);
        var objects = new KubeObjects(door);
        var own = set.Select(r => r.Id).ToHashSet();
        var connected = kinds.All.Where(k => k is { Namespaced: true } && k.Can("list") && k.Group != Core && PackageObjects.IsConfigConnector(new ResourceId(k.Group, k.Version, k.Kind, null, ""))).DistinctBy(k => (k.Group, k.Kind));
        var lists = await Task.WhenAll(connected.Select(kind => objects.ListAsync(kind, context.Settings.Project.Id, new ListQuery { MetadataOnly = true }, context.Stop)));
        return lists.SelectMany(list => list.Items).Where(live => live.Text("metadata", "deletionTimestamp") is null && !own.Contains(live.Id))
            .Select(live => live.Id.ToString()).Order(StringComparer.Ordinal).FirstOrDefault();
    }
}
