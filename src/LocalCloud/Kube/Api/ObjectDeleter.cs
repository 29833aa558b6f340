using System.Text.Json.Nodes;
using LocalCloud.Kube.Admission;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>Delete: at once, or by marking the object and waiting for its finalizers.</summary>
internal sealed class ObjectDeleter(KubeCluster cluster)
{
    private const int MaxAttempts = 200;
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public WriteResult Delete(ResourceInfo resource, string @namespace, string name, DeleteOptions delete, WriteOptions options)
    {
        for (var i = 0; i < MaxAttempts; i++)
        {
            var live = cluster.Store.Get(resource.GroupResource, @namespace, name) ?? throw ApiErrors.NotFound(resource, name);
            if (Attempt(resource, live, delete, options) is { } done) return done;
        }
        throw ApiErrors.Modified(resource, name);
    }

    private WriteResult? Attempt(ResourceInfo resource, StoredObject live, DeleteOptions delete, WriteOptions options)
    {
        var before = Views.ToVersion(resource, live);
        Preconditions.CheckDelete(resource, live, delete.Preconditions());
        ProtectSystem(resource, live);
        cluster.Admission.Validate(new AdmissionRequest
        {
            Operation = AdmissionOperation.Delete, Resource = resource, Namespace = live.Namespace, Name = live.Name,
            OldObject = before, User = options.User, DryRun = options.DryRun, Warnings = options.Warnings,
        });
        var marked = (JsonObject)before.DeepClone();
        Mark(resource, marked, delete);
        if (Deletion.IsComplete(resource, marked)) return Remove(resource, live, marked, options);
        return Keep(resource, live, before, marked, options);
    }

    private static void ProtectSystem(ResourceInfo resource, StoredObject live)
    {
        if (resource.GroupResource == "namespaces" && live.Name is "default" or "kube-system" or "kube-public")
            throw ApiErrors.Forbidden(resource, live.Name, "this namespace may not be deleted");
    }

    private void Mark(ResourceInfo resource, JsonObject document, DeleteOptions delete)
    {
        var metadata = Json.Ensure(document, "metadata");
        SetFinalizers(metadata, delete.Propagation);
        var first = Json.At(metadata, "deletionTimestamp") is null;
        var grace = Grace(resource, document, delete);
        var custom = resource.GroupResource is "namespaces" or "customresourcedefinitions.apiextensions.k8s.io";
        if (first)
        {
            metadata["deletionTimestamp"] = KubeCluster.TimeText(cluster.Time.GetUtcNow().AddSeconds(grace));
            if (!custom && Json.Number(metadata, "generation") is > 0 and var generation) metadata["generation"] = generation + 1;
        }
        if (!custom && (first || Json.Number(metadata, "deletionGracePeriodSeconds") > grace)) metadata["deletionGracePeriodSeconds"] = grace;
        if (first) DeletionMarks.Set(resource, document, cluster.Now);
    }

    /// <summary>Pods on a node are stopped first; everything else goes at once.</summary>
    private static long Grace(ResourceInfo resource, JsonObject document, DeleteOptions delete)
    {
        if (resource.GroupResource != "pods" || Json.Text(document, "spec", "nodeName") is not { Length: > 0 }) return 0;
        if (Json.Text(document, "status", "phase") is "Succeeded" or "Failed") return 0;
        return delete.GracePeriodSeconds ?? Json.Number(document, "spec", "terminationGracePeriodSeconds") ?? 30;
    }

    private static void SetFinalizers(JsonObject metadata, string? propagation)
    {
        if (propagation is null) return;
        var finalizers = Json.Texts(metadata, "finalizers").Where(name => name is not (Foreground or Orphan)).ToList();
        if (propagation == "Foreground") finalizers.Add(Foreground);
        if (propagation == "Orphan") finalizers.Add(Orphan);
        if (finalizers.Count == 0) metadata.Remove("finalizers");
        else metadata["finalizers"] = Json.ListOf(finalizers);
    }

    private WriteResult? Remove(ResourceInfo resource, StoredObject live, JsonObject marked, WriteOptions options)
    {
        if (!options.DryRun)
        {
            // Watchers see the object as it was, not the deletion mark that it had for a moment.
            var last = live.IsDeleting ? marked : Views.ToVersion(resource, live);
            if (cluster.Store.TryDelete(resource.GroupResource, live, Views.ToStorage(resource, last)) is null) return null;
        }
        return new(200, resource.GroupResource == "pods" ? live.Bytes : Success(resource, live), Changed: !options.DryRun);
    }

    private WriteResult? Keep(ResourceInfo resource, StoredObject live, JsonObject before, JsonObject marked, WriteOptions options)
    {
        if (options.DryRun) return new(200, Json.ToBytes(marked), Changed: false);
        if (Json.Same(before, marked)) return new(200, Views.Bytes(resource, live), Changed: false);
        return cluster.Store.TryWrite(resource.GroupResource, live, Views.ToStorage(resource, marked)) is { } written
            ? new(200, Views.Bytes(resource, written), Changed: true)
            : null;
    }

    private static byte[] Success(ResourceInfo resource, StoredObject gone)
    {
        var details = ApiErrors.Details(gone.Name, resource.Group, resource.Plural);
        details["uid"] = gone.Uid;
        return Json.ToBytes(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details });
    }
}
