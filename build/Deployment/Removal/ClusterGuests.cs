using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>
/// What others have in a cluster that Teardown would delete: namespaces that neither the system nor the installation has made, work in
/// the namespace <c>default</c>, node pools that nobody declared. The cluster would take all of it along.
/// </summary>
internal sealed class ClusterGuests(ClusterDoor door, DeployContext context)
{
    // Of Kubernetes and of GKE, its fleet and its mesh.
    private static readonly string[] SystemNamespaces =
        ["default", "istio-system", "asm-system", "cnrm-system", "configconnector-operator-system", "resource-group-system"];

    private static readonly string[] SystemPrefixes = ["kube-", "gke-", "gmp-", "config-management-"];

    private static readonly (string Group, string Kind)[] Work =
        [("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "Job"), ("batch", "CronJob"), ("", "PersistentVolumeClaim")];

    /// <returns>Each of them as something that stays.</returns>
    public async Task<IReadOnlyList<Change>> LookAsync(PackageObjects objects)
    {
        var found = await Task.WhenAll(NamespacesAsync(objects), WorkAsync(), PoolsAsync(objects));
        return [.. found.SelectMany(f => f).Order(StringComparer.Ordinal).Select(what => new Change(what, Outcome.Skipped, "it is of others"))];
    }

    // A plan looks while the installation is still there; its own namespaces carry its label, or are made by its profile.
    private async Task<IEnumerable<string>> NamespacesAsync(PackageObjects objects)
    {
        var own = objects.Kubeflow.Where(r => r.Id is { Group: "", Kind: "Namespace" }).Select(r => r.Id.Name).Append(context.Settings.Profile.Name).ToHashSet(StringComparer.Ordinal);
        return (await ListAsync("", "Namespace", null)).Where(space => space.Label(SetMembers.Label) is null && !own.Contains(space.Id.Name) && !IsSystem(space.Id.Name)).Select(space => $"namespace {space.Id.Name}");
    }

    private async Task<IEnumerable<string>> WorkAsync() =>
        (await Task.WhenAll(Work.Select(kind => ListAsync(kind.Group, kind.Kind, "default")))).SelectMany(list => list).Where(live => live.Label(SetMembers.Label) is null).Select(live => live.Id.ToString());

    private async Task<IEnumerable<string>> PoolsAsync(PackageObjects objects)
    {
        var settings = context.Settings;
        if (settings.Cluster.Kubeconfig.Length > 0) return [];
        var cluster = await (await context.Run.Doors.GoogleAsync()).Clusters.FindAsync(new ClusterPath(settings.Project.Id, settings.Place.Location, settings.Cluster.Name), context.Stop);
        var own = objects.Management.Where(r => r.Id.Kind == "ContainerNodePool").Select(r => r.Text("spec", "resourceID") ?? r.Id.Name).Append(settings.NodePool.Name).Append("default-pool").ToHashSet(StringComparer.Ordinal);
        // Node auto-provisioning makes and deletes pools of this name by itself.
        return (cluster?.NodePools ?? []).Where(pool => !own.Contains(pool.Name) && !pool.Name.StartsWith("nap-", StringComparison.Ordinal)).Select(pool => $"node pool {pool.Name}");
    }

    private async Task<IReadOnlyList<Resource>> ListAsync(string group, string kind, string? ns) =>
        (await door.Kinds.TableAsync(context.Stop)).Find(group, kind) is { } served ? (await new KubeObjects(door).ListAsync(served, ns, new ListQuery { MetadataOnly = true }, context.Stop)).Items : [];

    private static bool IsSystem(string name) => SystemNamespaces.Contains(name) || SystemPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
