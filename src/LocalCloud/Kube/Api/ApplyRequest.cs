using System.Text.Json.Nodes;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>Server-side apply, from the request's document to the merged one.</summary>
internal static class ApplyRequest
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static void Check(ResourceInfo resource, JsonObject config, string @namespace, string name)
    {
        var apiVersion = Json.Text(config, "apiVersion") ?? "";
        var kind = Json.Text(config, "kind") ?? "";
        if (kind.Length == 0) throw ApiErrors.BadRequest($"Object 'Kind' is missing in '{Json.ToText(config)}'");
        if (apiVersion != resource.GroupVersion)
            throw ApiErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {apiVersion}, expected: {resource.GroupVersion}");
        if (kind != resource.Kind)
            throw ApiErrors.BadRequest($"Incorrect kind specified in apply patch. Specified patch kind: {kind}, expected: {resource.Kind}");
        if (Json.At(config, "metadata", "managedFields") is not null) throw ApiErrors.BadRequest("metadata.managedFields must be nil");

        var problems = TypeCheck.Problems(config, resource.Type);
        if (problems.Count > 0)
        {
            var what = $"{Json.Text(config, "metadata", "namespace")}/{Json.Text(config, "metadata", "name")}; {resource.Group}/{resource.Version}, Kind={resource.Kind}";
            throw ApiErrors.Unexpected($"failed to create typed patch object ({what}): {TypeCheck.Join(problems)}");
        }
        Envelope.Check(resource, config, @namespace, name);
    }

    /// <exception cref="ApiException">409 with a cause for every field of another manager.</exception>
    public static (JsonObject Document, List<FieldOwner> Owners) Merge(ResourceInfo resource, string subresource, JsonObject live, JsonObject config, WriteOptions options, string now)
    {
        config = Reach(subresource, config);
        var owners = ManagedFields.TryRead(live) ?? [];
        var bare = Owners.WithoutOwners(live);
        if (owners.Count == 0 && Json.Text(live, "metadata", "uid") is not null) owners = BeforeFirstApply(resource, bare, now);
        var writer = Owners.Writer(resource, subresource, live, options, now);
        var (merged, after) = Apply(resource, bare, config, owners, writer, options.Force);
        return (merged ?? bare, after);
    }

    private static (JsonObject? Document, List<FieldOwner> Owners) Apply(
        ResourceInfo resource, JsonObject live, JsonObject config, List<FieldOwner> owners, FieldWriter writer, bool force)
    {
        try
        {
            return FieldOwnership.Apply(live, config, resource.Type, owners, writer, force);
        }
        catch (FieldConflictException conflict)
        {
            var rest = Unresolved(resource, live, writer, conflict);
            if (rest.Conflicts.Count == 0) return FieldOwnership.Apply(live, config, resource.Type, owners, writer, force: true);
            var causes = new JsonArray();
            foreach (var one in rest.Conflicts)
                causes.Add(new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {one.Owner.Display()}", ["field"] = one.Path });
            throw new ApiException(409, "Conflict", rest.Summary(), new JsonObject { ["causes"] = causes });
        }
    }

    /// <summary>kubectl may take over what its own client-side apply put there, without force.</summary>
    private static FieldConflictException Unresolved(ResourceInfo resource, JsonObject live, FieldWriter writer, FieldConflictException conflict)
    {
        if (writer.Manager != "kubectl" || Json.Text(live, "metadata", "annotations", LastApplied) is not { } last) return conflict;
        try
        {
            var applied = TypedTree.FieldsOf(JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(last)), resource.Type).Paths().ToHashSet(StringComparer.Ordinal);
            return new([.. conflict.Conflicts.Where(one => !applied.Contains(one.Path))]);
        }
        catch (System.Text.Json.JsonException)
        {
            // An annotation that is no JSON allows nothing.
            return conflict;
        }
    }

    private static List<FieldOwner> BeforeFirstApply(ResourceInfo resource, JsonObject live, string now) =>
        FieldOwnership.Update(resource.NewObject(), live, resource.Type, [], new("before-first-apply", resource.GroupVersion, "", now, new FieldSet()));

    private static JsonObject Reach(string subresource, JsonObject config)
    {
        if (subresource != "status") return config;
        var reach = new JsonObject();
        foreach (var (name, value) in config)
            if (name is "apiVersion" or "kind" or "status") reach[name] = value?.DeepClone();
        return reach;
    }
}
