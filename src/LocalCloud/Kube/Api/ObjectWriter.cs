using System.Text.Json.Nodes;
using LocalCloud.Kube.Admission;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>Create, replace, patch and apply: from a request's document to the stored one.</summary>
internal sealed class ObjectWriter(KubeCluster cluster)
{
    /// <summary>A write races with others; each loss means that somebody else made progress, so this is generous.</summary>
    private const int MaxAttempts = 200;

    private readonly ObjectStore _store = cluster.Store;

    public WriteResult Create(ResourceInfo resource, string @namespace, JsonObject document, WriteOptions options)
    {
        Envelope.Check(resource, document, @namespace, null);
        ObjectMetadata.GenerateName(document);
        var name = Json.Text(document, "metadata", "name") ?? "";
        Strictness.Check(resource, document, options);
        return CreateNew(resource, @namespace, name, document, null, options) ?? throw ApiErrors.AlreadyExists(resource, name);
    }

    public WriteResult Replace(ResourceInfo resource, string @namespace, string name, string subresource, JsonObject document, WriteOptions options)
    {
        Envelope.Check(resource, document, @namespace, name);
        Strictness.Check(resource, document, options);
        return Retry(resource, name, () =>
        {
            var live = Live(resource, @namespace, name);
            Preconditions.CheckUpdate(resource, live, document);
            return Update(resource, subresource, live, Views.ToVersion(resource, live), (JsonObject)document.DeepClone(), null, options);
        });
    }

    /// <param name="change">Makes the patched document from a copy of the live one.</param>
    public WriteResult Patch(ResourceInfo resource, string @namespace, string name, string subresource, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        return Retry(resource, name, () =>
        {
            var live = Live(resource, @namespace, name);
            var before = Views.ToVersion(resource, live);
            var updated = change((JsonObject)before.DeepClone());
            Envelope.Check(resource, updated, @namespace, name);
            Preconditions.CheckUpdate(resource, live, updated);
            return Update(resource, subresource, live, before, updated, null, options);
        });
    }

    public WriteResult Apply(ResourceInfo resource, string @namespace, string name, string subresource, JsonObject config, WriteOptions options)
    {
        ApplyRequest.Check(resource, config, @namespace, name);
        return Retry(resource, name, () =>
        {
            var live = _store.Get(resource.GroupResource, @namespace, name);
            if (live is null)
            {
                if (subresource.Length > 0) throw ApiErrors.NotFound(resource, name);
                return ApplyNew(resource, @namespace, name, (JsonObject)config.DeepClone(), options);
            }
            Preconditions.CheckUpdate(resource, live, config);
            var before = Views.ToVersion(resource, live);
            var (document, owners) = ApplyRequest.Merge(resource, subresource, before, config, options, cluster.Now);
            return Update(resource, subresource, live, before, document, owners, options);
        });
    }

    private WriteResult? ApplyNew(ResourceInfo resource, string @namespace, string name, JsonObject config, WriteOptions options)
    {
        if (Json.Text(config, "metadata", "uid") is { } uid)
            throw ApiErrors.Conflict(resource, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        Json.Ensure(config, "metadata");
        var (document, owners) = ApplyRequest.Merge(resource, "", resource.NewObject(), config, options, cluster.Now);
        return CreateNew(resource, @namespace, name, document, owners, options);
    }

    private WriteResult Retry(ResourceInfo resource, string name, Func<WriteResult?> attempt)
    {
        for (var i = 0; i < MaxAttempts; i++)
            if (attempt() is { } done) return done;
        throw ApiErrors.Modified(resource, name);
    }

    private StoredObject Live(ResourceInfo resource, string @namespace, string name) =>
        _store.Get(resource.GroupResource, @namespace, name) ?? throw ApiErrors.NotFound(resource, name);

    /// <summary>Null when the object exists by now.</summary>
    private WriteResult? CreateNew(ResourceInfo resource, string @namespace, string name, JsonObject document, List<FieldOwner>? owners, WriteOptions options)
    {
        var metadata = Json.Ensure(document, "metadata");
        metadata["name"] = name;
        if (resource.Namespaced) metadata["namespace"] = @namespace;
        var rules = cluster.RulesFor(resource);
        ObjectMetadata.PrepareCreate(resource, document, cluster.Now);
        rules.PrepareCreate(document);
        rules.Default(document);
        owners ??= Owners.AfterCreate(resource, document, options, cluster.Now);
        ManagedFields.Write(document, owners);

        if (resource.Namespaced) cluster.Namespaces.RequireForCreate(resource, @namespace, name);
        var request = Request(AdmissionOperation.Create, resource, "", @namespace, name, document, null, options);
        cluster.Admission.Mutate(request);
        Check(resource, rules, document, null);
        cluster.Admission.Validate(request);
        rules.Allocate(document, null);

        // An existing object answers AlreadyExists only after the request itself was found to be good.
        if (_store.Get(resource.GroupResource, @namespace, name) is not null) return null;
        if (options.DryRun) return new(201, Json.ToBytes(document), Changed: false);
        return _store.TryWrite(resource.GroupResource, null, Views.ToStorage(resource, document)) is { } written
            ? new(201, Views.Bytes(resource, written), Changed: true)
            : null;
    }

    /// <summary>Null when another version is stored by now.</summary>
    private WriteResult? Update(
        ResourceInfo resource, string subresource, StoredObject live, JsonObject before, JsonObject document, List<FieldOwner>? owners, WriteOptions options)
    {
        var rules = cluster.RulesFor(resource);
        document = SubresourceScope.Limit(resource, subresource, before, document);
        ObjectMetadata.PrepareUpdate(before, document);
        rules.PrepareUpdate(document, before, subresource);
        rules.Default(document);
        owners ??= Owners.AfterUpdate(resource, subresource, before, document, options, cluster.Now);
        ManagedFields.Write(document, owners);
        Generation.Count(resource, before, document);

        var request = Request(AdmissionOperation.Update, resource, subresource, live.Namespace, live.Name, document, before, options);
        cluster.Admission.Mutate(request);
        Check(resource, rules, document, before);
        cluster.Admission.Validate(request);
        rules.Allocate(document, before);

        if (Owners.SameButForTimes(before, document)) return new(200, Views.Bytes(resource, live), Changed: false);
        if (options.DryRun) return new(200, Json.ToBytes(document), Changed: false);
        return Deletion.IsComplete(resource, document) ? Finish(resource, live, document) : Swap(resource, live, document);
    }

    private WriteResult? Swap(ResourceInfo resource, StoredObject live, JsonObject document) =>
        _store.TryWrite(resource.GroupResource, live, Views.ToStorage(resource, document)) is { } written
            ? new(200, Views.Bytes(resource, written), Changed: true)
            : null;

    /// <summary>The last finalizer is gone: the object goes, and the caller sees it as it was last.</summary>
    private WriteResult? Finish(ResourceInfo resource, StoredObject live, JsonObject document)
    {
        var answer = Json.ToBytes(document);
        return _store.TryDelete(resource.GroupResource, live, Views.ToStorage(resource, document)) is null ? null : new(200, answer, Changed: true);
    }

    private static void Check(ResourceInfo resource, IKindRules rules, JsonObject document, JsonObject? before)
    {
        var causes = new List<StatusCause>();
        ObjectMetadata.Validate(resource, document, before, causes);
        rules.Validate(document, before, causes);
        if (causes.Count > 0) throw ApiErrors.Invalid(resource, Json.Text(document, "metadata", "name") ?? "", causes);
    }

    private static AdmissionRequest Request(
        AdmissionOperation operation, ResourceInfo resource, string subresource, string @namespace, string name, JsonObject document, JsonObject? before, WriteOptions options) =>
        new()
        {
            Operation = operation, Resource = resource, Subresource = subresource, Namespace = @namespace, Name = name,
            Object = document, OldObject = before, User = options.User, DryRun = options.DryRun, Warnings = options.Warnings,
        };
}
