using System.Text.Json.Nodes;

namespace LocalCloud.Controllers.Core;

/// <summary>A Lease per Node, which goes with it. It is not renewed: nothing here doubts that a Node lives, and an idle cluster writes nothing.</summary>
internal sealed class NodeLeaseController(ClusterView view) : IController
{
    private const string Home = "kube-node-lease";

    public string Name => "kubelet";

    public IEnumerable<Watch> Watches => [new Watch(Kinds.Node, change => change.IsGone ? [] : [change.Key])];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } node || view.Get(Kinds.Lease, Home, key.Name) is not null) return default;
        var owner = Owner.Reference(node);
        owner.Remove("controller");
        owner.Remove("blockOwnerDeletion");
        view.Create(Name, new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = Home, ["ownerReferences"] = new JsonArray(owner) },
            ["spec"] = new JsonObject { ["holderIdentity"] = key.Name, ["leaseDurationSeconds"] = 40L, ["renewTime"] = view.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture) },
        });
        return default;
    }
}
