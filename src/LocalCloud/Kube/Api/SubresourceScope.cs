using System.Text.Json.Nodes;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>Which part of an object a write through the object itself, or through its status, can reach.</summary>
internal static class SubresourceScope
{
    private static readonly FieldSet Status = FieldSet.FromJson(JsonReading.ParseObject("""{"f:status":{}}"""u8));
    private static readonly FieldSet Nothing = new();

    /// <summary>Fields that are never owned by a write through this door.</summary>
    public static FieldSet Ignored(ResourceInfo resource, string subresource, JsonObject document)
    {
        if (subresource.Length == 0) return resource.HasStatus ? Status : Nothing;
        if (subresource != "status") return Nothing;
        var others = new FieldSet();
        foreach (var (name, _) in document)
            if (name != "status") others.At(PathElement.Field(name)).Insert();
        return others;
    }

    /// <summary>The document with everything out of reach as it was before.</summary>
    public static JsonObject Limit(ResourceInfo resource, string subresource, JsonObject before, JsonObject document)
    {
        if (subresource == "status") return WithStatus(before, document);
        if (subresource.Length == 0 && resource.HasStatus) Restore(before, document, "status");
        return document;
    }

    private static JsonObject WithStatus(JsonObject before, JsonObject document)
    {
        var result = (JsonObject)before.DeepClone();
        // Ownership may be rewritten through any door; metadata proper may not.
        if (Json.List(document, "metadata", "managedFields") is { } owners) Json.Ensure(result, "metadata")["managedFields"] = owners.DeepClone();
        Restore(document, result, "status");
        return result;
    }

    private static void Restore(JsonObject from, JsonObject to, string member)
    {
        if (from.TryGetPropertyValue(member, out var value)) to[member] = value?.DeepClone();
        else to.Remove(member);
    }
}
