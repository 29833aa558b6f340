using System.Text.Json.Nodes;

namespace LocalCloud.Controllers.Baseline;

/// <summary>What GKE puts into a new cluster, as far as deployments notice: storage classes and the kinds of its load balancer.</summary>
internal static class GkeBaseline
{
    private const string Manager = "gke-addons";

    /// <summary>Puts it in, where it is not.</summary>
    public static void Ensure(ClusterView view)
    {
        foreach (var document in Documents())
        {
            if (view.Get(ClusterView.KeyOf(document)) is null) view.Create(Manager, document);
        }
    }

    private static IEnumerable<JsonObject> Documents() =>
    [
        StorageClass("standard-rwo", "pd.csi.storage.gke.io", "pd-balanced", isDefault: true),
        StorageClass("premium-rwo", "pd.csi.storage.gke.io", "pd-ssd", isDefault: false),
        StorageClass("standard", "kubernetes.io/gce-pd", "pd-standard", isDefault: false),
        CompactDefinition.Of("cloud.google.com", "BackendConfig", "backendconfigs", true, ["v1", "v1beta1"], ["bc"]),
        CompactDefinition.Of("networking.gke.io", "FrontendConfig", "frontendconfigs", true, ["v1beta1"], []),
        CompactDefinition.Of("networking.gke.io", "ManagedCertificate", "managedcertificates", true, ["v1", "v1beta2", "v1beta1"], ["mcrt"], ("Age", ".metadata.creationTimestamp", "date"), ("Status", ".status.certificateStatus", "string")),
        CompactDefinition.Of("networking.gke.io", "ServiceNetworkEndpointGroup", "servicenetworkendpointgroups", true, ["v1beta1"], ["svcneg"]),
    ];

    private static JsonObject StorageClass(string name, string provisioner, string disk, bool isDefault)
    {
        var metadata = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["addonmanager.kubernetes.io/mode"] = "EnsureExists" } };
        if (isDefault) metadata["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" };
        return new JsonObject
        {
            ["apiVersion"] = "storage.k8s.io/v1",
            ["kind"] = "StorageClass",
            ["metadata"] = metadata,
            ["provisioner"] = provisioner,
            ["parameters"] = new JsonObject { ["type"] = disk },
            ["allowVolumeExpansion"] = true,
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = provisioner.StartsWith("kubernetes.io", StringComparison.Ordinal) ? "Immediate" : "WaitForFirstConsumer",
        };
    }
}
