using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Store;

/// <summary>
/// One version of an object: the bytes that clients get, and the few facts that are asked often. It never changes;
/// whoever wants to look inside or change something parses a tree of its own.
/// </summary>
public sealed class StoredObject
{
    private StoredObject(string key, string @namespace, string name, long version, byte[] bytes, JsonObject document)
    {
        Key = key;
        Namespace = @namespace;
        Name = name;
        ResourceVersion = version;
        Bytes = bytes;
        var metadata = Json.Map(document, "metadata");
        Uid = Json.Text(metadata, "uid") ?? "";
        ApiVersion = Json.Text(document, "apiVersion") ?? "";
        Labels = Json.TextMap(metadata, "labels");
        IsDeleting = Json.At(metadata, "deletionTimestamp") is not null;
        OwnerUids = [.. Json.Maps(metadata, "ownerReferences").Select(owner => Json.Text(owner, "uid")).OfType<string>()];
    }

    /// <summary><c>namespace/name</c>, or the name of a cluster-wide object.</summary>
    public string Key { get; }

    /// <summary>Empty for cluster-wide objects.</summary>
    public string Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public string ApiVersion { get; }

    public long ResourceVersion { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<string> OwnerUids { get; }

    /// <summary>It has a deletion time and waits for its finalizers.</summary>
    public bool IsDeleting { get; }

    /// <summary>The JSON text.</summary>
    public byte[] Bytes { get; }

    /// <summary>A tree of its own for the caller.</summary>
    public JsonObject Parse() => JsonReading.ParseObject(Bytes);

    internal static string KeyOf(string? @namespace, string name) => string.IsNullOrEmpty(@namespace) ? name : $"{@namespace}/{name}";

    /// <summary>Stamps the version into the document and freezes it.</summary>
    internal static StoredObject Freeze(JsonObject document, long version)
    {
        var metadata = Json.Ensure(document, "metadata");
        metadata["resourceVersion"] = Json.Invariant(version);
        return FromBytes(Json.ToBytes(document), document, version);
    }

    internal static StoredObject FromBytes(byte[] bytes, JsonObject document, long version)
    {
        var metadata = Json.Map(document, "metadata");
        var @namespace = Json.Text(metadata, "namespace") ?? "";
        var name = Json.Text(metadata, "name") ?? "";
        return new StoredObject(KeyOf(@namespace, name), @namespace, name, version, bytes, document);
    }
}
