using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>
/// Tells Config Connector what becomes of buckets and databases when their objects are deleted: it lets go of them, and they stay in
/// Google Cloud; those that the settings name go.
/// </summary>
internal sealed class CloudStorage(ClusterDoor door, DeployContext context)
{
    private const string Policy = "cnrm.cloud.google.com/deletion-policy";

    /// <summary>True for objects whose Google Cloud resource is decided about here.</summary>
    public static bool Holds(ResourceId id) => PackageObjects.IsConfigConnector(id) && id is not { Kind: "ContainerCluster" } && Protection.HoldsState(id);

    /// <summary>Writes the decision into every object that is there and says otherwise.</summary>
    /// <param name="package">The package.</param>
    /// <param name="inventory">What the set is called in the inventory: it remembers what left the package.</param>
    public async Task DecideAsync(PackageObjects package, string inventory)
    {
        var kinds = await door.Kinds.TableAsync(context.Stop);
        var objects = new KubeObjects(door);
        var plan = new List<Change>();
        var left = await SetMembers.LeftBehindAsync(door, new InventoryOptions(inventory) { Kept = package.External.Ids }, package.Management.Select(r => r.Id), context.Settings.Apply.FieldManager, context.Stop);
        foreach (var resource in package.Management.Concat(left).Where(r => Holds(r.Id)))
        {
            if (kinds.Find(resource.Id.Group, resource.Id.Kind) is not { } kind || await objects.GetAsync(kind, resource.Id.Namespace, resource.Id.Name, context.Stop, metadataOnly: true) is not { } live) continue;
            var goes = context.Settings.Teardown.Names(resource.Id);
            var wanted = goes ? "delete" : "abandon";
            if ((live.Annotation(Policy) ?? "delete") == wanted) continue;
            var change = new Change(resource.Id.ToString(), Outcome.Configured, goes ? "it goes in Google Cloud too" : "it stays in Google Cloud: Config Connector lets go of it");
            plan.Add(change);
            if (context.Settings.Run.Plan) continue;
            await objects.PatchAsync(kind, resource.Id.Namespace, resource.Id.Name, "application/merge-patch+json",
                Annotations(wanted), context.Settings.Apply.FieldManager, $"set {Policy} to {wanted}", context.Stop);
            context.Output.Show(change);
        }

        if (context.Settings.Run.Plan && plan.Count > 0) context.Run.Planned(new Plan("Buckets and databases", plan));
    }

    private static byte[] Annotations(string policy) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Policy] = policy } } });
}
