using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Admission;

/// <summary>A claim that names no storage class gets the default one.</summary>
internal sealed class ClaimAdmission(ObjectStore store) : IAdmission
{
    private const string IsDefault = "storageclass.kubernetes.io/is-default-class";

    public void Mutate(AdmissionRequest request)
    {
        if (request is not { Operation: AdmissionOperation.Create, Object: { } claim } || request.Resource.GroupResource != "persistentvolumeclaims") return;
        var spec = Json.Ensure(claim, "spec");
        if (spec.ContainsKey("storageClassName")) return;
        var standard = store.Snapshot("storageclasses.storage.k8s.io").Values.FirstOrDefault(one => Json.Text(one.Parse(), "metadata", "annotations", IsDefault) == "true");
        if (standard is not null) spec["storageClassName"] = standard.Name;
    }

    public void Validate(AdmissionRequest request)
    {
        // Nothing to refuse.
    }
}
