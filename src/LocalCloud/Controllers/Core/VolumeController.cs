using System.Text.Json.Nodes;
using LocalCloud.Kube.BuiltIn;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Core;

/// <summary>Gives claims their volumes: one that is there already, or a new one of their class; and protects those in use.</summary>
internal sealed class VolumeController(ClusterView view, EventRecorder events, SimulationOptions simulation) : IController
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";

    private readonly Countdown _countdown = new(view);

    public string Name => "persistentvolume-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.PersistentVolumeClaim),
        Watch.Mapped(Kinds.PersistentVolume, ClaimsFor),
        Watch.Mapped(Kinds.StorageClass, _ => Unbound()),
        new Watch(Kinds.Pod, change => change.IsGone || change.IsBeingDeleted ? Scheduling.Scheduler.Claims(change.Document).Select(name => new ObjectKey(Kinds.PersistentVolumeClaim, change.Key.Namespace, name)) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } claim) Release(key);
        else if (ClusterView.IsBeingDeleted(claim)) LetGo(claim);
        else if (Json.Text(claim, "status", "phase") != "Bound") return new(Bind(Protect(claim)));
        return default;
    }

    private JsonObject Protect(JsonObject claim) => view.Edit("pvc-protection-controller", claim, copy =>
    {
        var metadata = Json.Ensure(copy, "metadata");
        if (Json.Texts(metadata, "finalizers").Contains(Protection)) return;
        metadata["finalizers"] = Json.ListOf(Json.Texts(metadata, "finalizers").Append(Protection));
    });

    private void LetGo(JsonObject claim)
    {
        var isUsed = view.List(Kinds.Pod, ClusterView.Namespace(claim)).Any(pod => Workloads.Pods.Phase(pod) is not ("Succeeded" or "Failed") && Scheduling.Scheduler.Claims(pod).Contains(ClusterView.Name(claim)));
        if (!isUsed) view.Edit("pvc-protection-controller", claim, copy => Json.Ensure(copy, "metadata")["finalizers"] = Json.ListOf(Json.Texts(copy, "metadata", "finalizers").Where(name => name != Protection)));
    }

    private TimeSpan? Bind(JsonObject claim)
    {
        if (Existing(claim) is { } volume) return Join(claim, volume);
        if (Json.Text(claim, "spec", "storageClassName") is not { } wanted)
        {
            if (view.List(Kinds.StorageClass).FirstOrDefault(item => ClusterView.Annotation(item, DefaultClass) == "true") is { } standard)
                view.Edit(Name, claim, copy => Json.Ensure(copy, "spec")["storageClassName"] = ClusterView.Name(standard));
            else events.Normal(Name, claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            return null;
        }

        if (wanted.Length == 0 || view.Get(Kinds.StorageClass, "", wanted) is not { } storage)
        {
            if (wanted.Length > 0) events.Warning(Name, claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{wanted}\" not found");
            return null;
        }

        if (Json.Text(storage, "volumeBindingMode") == "WaitForFirstConsumer" && ClusterView.Annotation(claim, SelectedNode) is null)
        {
            events.Normal(Name, claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
            return null;
        }

        return Provision(claim, storage);
    }

    private TimeSpan? Provision(JsonObject claim, JsonObject storage)
    {
        if (ClusterView.Annotation(claim, "volume.kubernetes.io/storage-provisioner") is null)
        {
            claim = view.Edit(Name, claim, copy => Json.Ensure(Json.Ensure(copy, "metadata"), "annotations")["volume.kubernetes.io/storage-provisioner"] = Json.Text(storage, "provisioner"));
            events.Normal(Name, claim, "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{Json.Text(storage, "provisioner")}' or manually by the system administrator.");
        }

        if (_countdown.Left(ClusterView.Uid(claim), "volume", simulation.Delays.Volume) is { } wait) return wait;
        _countdown.Reset(ClusterView.Uid(claim), "volume");
        var volume = view.Create(Name, Volume(claim, storage));
        events.Normal(Name, claim, "ProvisioningSucceeded", $"Successfully provisioned volume {ClusterView.Name(volume)}");
        return Join(claim, volume);
    }

    private TimeSpan? Join(JsonObject claim, JsonObject volume)
    {
        var name = ClusterView.Name(volume);
        volume = view.Edit(Name, volume, copy => Json.Ensure(copy, "spec")["claimRef"] = Reference(claim));
        view.SetStatus(Name, volume, new JsonObject { ["phase"] = "Bound", ["lastPhaseTransitionTime"] = view.Stamp });
        claim = view.Edit(Name, view.Get(ClusterView.KeyOf(claim)) ?? claim, copy =>
        {
            Json.Ensure(copy, "spec")["volumeName"] = name;
            Json.Ensure(Json.Ensure(copy, "metadata"), "annotations")["pv.kubernetes.io/bind-completed"] = "yes";
        });
        view.EditStatus(Name, claim, status =>
        {
            status["phase"] = "Bound";
            status["accessModes"] = Json.At(volume, "spec", "accessModes")?.DeepClone();
            status["capacity"] = Json.At(volume, "spec", "capacity")?.DeepClone();
        });
        return null;
    }

    /// <summary>A volume made by hand that fits: bound to this claim beforehand, or free and of the same class.</summary>
    private JsonObject? Existing(JsonObject claim)
    {
        var named = Json.Text(claim, "spec", "volumeName");
        var size = SizeOf(claim, "spec", "resources", "requests", "storage");
        return view.List(Kinds.PersistentVolume)
            .Where(volume => named is null || ClusterView.Name(volume) == named)
            .Where(volume => Json.Map(volume, "spec", "claimRef") is { } bound
                ? Json.Text(bound, "name") == ClusterView.Name(claim) && Json.Text(bound, "namespace") == ClusterView.Namespace(claim) && (Json.Text(bound, "uid") ?? ClusterView.Uid(claim)) == ClusterView.Uid(claim)
                : (Json.Text(volume, "spec", "storageClassName") ?? "") == (Json.Text(claim, "spec", "storageClassName") ?? ""))
            .Where(volume => SizeOf(volume, "spec", "capacity", "storage") >= size)
            .FirstOrDefault(volume => Json.Texts(claim, "spec", "accessModes").All(mode => Json.Texts(volume, "spec", "accessModes").Contains(mode)));
    }

    private static double SizeOf(JsonObject document, params ReadOnlySpan<string> path) => Quantity.Value(Json.Text(document, path) ?? "") ?? 0;

    private JsonObject Volume(JsonObject claim, JsonObject storage) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolume",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"pvc-{ClusterView.Uid(claim)}",
            ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = Json.Text(storage, "provisioner") },
        },
        ["spec"] = new JsonObject
        {
            ["accessModes"] = Json.At(claim, "spec", "accessModes")?.DeepClone() ?? new JsonArray("ReadWriteOnce"),
            ["capacity"] = new JsonObject { ["storage"] = Json.Text(claim, "spec", "resources", "requests", "storage") ?? "1Gi" },
            ["claimRef"] = Reference(claim),
            ["csi"] = new JsonObject { ["driver"] = Json.Text(storage, "provisioner"), ["volumeHandle"] = $"projects/{view.Key.Project}/zones/UNSPECIFIED/disks/pvc-{ClusterView.Uid(claim)}" },
            ["persistentVolumeReclaimPolicy"] = Json.Text(storage, "reclaimPolicy") ?? "Delete",
            ["storageClassName"] = ClusterView.Name(storage),
            ["volumeMode"] = Json.Text(claim, "spec", "volumeMode") ?? "Filesystem",
        },
    };

    private static JsonObject Reference(JsonObject claim) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolumeClaim",
        ["name"] = ClusterView.Name(claim),
        ["namespace"] = ClusterView.Namespace(claim),
        ["uid"] = ClusterView.Uid(claim),
    };

    /// <summary>The claim is gone: its volume goes too, or waits to be used again.</summary>
    private void Release(ObjectKey claim)
    {
        foreach (var volume in view.List(Kinds.PersistentVolume).Where(volume => Json.Text(volume, "spec", "claimRef", "name") == claim.Name && Json.Text(volume, "spec", "claimRef", "namespace") == claim.Namespace && Json.Text(volume, "status", "phase") == "Bound"))
        {
            if (Json.Text(volume, "spec", "persistentVolumeReclaimPolicy") == "Delete") view.Delete(ClusterView.KeyOf(volume));
            else view.SetStatus(Name, volume, new JsonObject { ["phase"] = "Released", ["lastPhaseTransitionTime"] = view.Stamp });
        }
    }

    private IEnumerable<ObjectKey> ClaimsFor(JsonObject volume) =>
        Json.Text(volume, "spec", "claimRef", "name") is { } name ? [new ObjectKey(Kinds.PersistentVolumeClaim, Json.Text(volume, "spec", "claimRef", "namespace") ?? "", name)] : Unbound();

    private IEnumerable<ObjectKey> Unbound() =>
        view.List(Kinds.PersistentVolumeClaim).Where(claim => Json.Text(claim, "status", "phase") != "Bound").Select(ClusterView.KeyOf);
}
