using System.Text.Json.Nodes;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Api;

/// <summary>Keeps <c>managedFields</c> through creates and updates.</summary>
internal static class Owners
{
    /// <summary>Struct members that an object of a built-in kind always has, even when empty: filling them in does not own them.</summary>
    private static readonly HashSet<string> AlwaysThere = new(StringComparer.Ordinal)
    {
        "metadata", "spec", "status", "template", "strategy", "updateStrategy", "jobTemplate", "loadBalancer", "names", "acceptedNames",
    };

    public static List<FieldOwner> AfterCreate(ResourceInfo resource, JsonObject document, WriteOptions options, string now)
    {
        if (ManagedFields.IsReset(document)) return [];
        var given = ManagedFields.TryRead(document) ?? [];
        Json.Map(document, "metadata")?.Remove("managedFields");
        var empty = resource.Custom is null ? Skeleton(document, resource.Type) : resource.NewObject();
        return FieldOwnership.Update(empty, document, resource.Type, given, Writer(resource, "", document, options, now));
    }

    public static List<FieldOwner> AfterUpdate(ResourceInfo resource, string subresource, JsonObject before, JsonObject document, WriteOptions options, string now)
    {
        if (ManagedFields.IsReset(document)) return [];
        var owners = ManagedFields.TryRead(document) is { Count: > 0 } given ? given : ManagedFields.TryRead(before) ?? [];
        var old = WithoutOwners(before);
        Json.Map(document, "metadata")?.Remove("managedFields");
        return FieldOwnership.Update(old, document, resource.Type, owners, Writer(resource, subresource, document, options, now));
    }

    public static FieldWriter Writer(ResourceInfo resource, string subresource, JsonObject document, WriteOptions options, string now) =>
        new(options.FieldManager.Length == 0 ? "unknown" : options.FieldManager, resource.GroupVersion, subresource, now, SubresourceScope.Ignored(resource, subresource, document));

    public static JsonObject WithoutOwners(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        Json.Map(copy, "metadata")?.Remove("managedFields");
        return copy;
    }

    private static JsonObject Skeleton(JsonObject document, FieldType type)
    {
        var skeleton = new JsonObject();
        foreach (var (name, value) in document)
        {
            var member = type.Member(name) ?? FieldType.Any;
            if (value is JsonObject inner && AlwaysThere.Contains(name)) skeleton[name] = Skeleton(inner, member);
            else if (member.Kind == FieldKind.List && type.Required.Contains(name)) skeleton[name] = null;
        }
        return skeleton;
    }

    /// <summary>Nothing changed, unless the time stamps in <c>managedFields</c> count.</summary>
    public static bool SameButForTimes(JsonObject before, JsonObject document)
    {
        if (Json.Same(before, document)) return true;
        var left = (JsonObject)before.DeepClone();
        var right = (JsonObject)document.DeepClone();
        DropTimes(left);
        DropTimes(right);
        return Json.Same(left, right);
    }

    private static void DropTimes(JsonObject document)
    {
        if (Json.List(document, "metadata", "managedFields") is not { } entries) return;
        foreach (var entry in entries.OfType<JsonObject>()) entry.Remove("time");
        var sorted = entries.OrderBy(Json.ToText, StringComparer.Ordinal).Select(entry => entry?.DeepClone()).ToArray();
        Json.Map(document, "metadata")!["managedFields"] = new JsonArray(sorted);
    }
}
