using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Store;

/// <summary>
/// One version of an object: the bytes that clients get, and the few facts that are asked often. It never changes;
/// whoever wants to look inside or change something parses a tree of its own.
/// </summary>
public sealed class StoredObject
{
    /// <summary>What the real server's database takes in one piece.</summary>
    private const int MaxBytes = 1536 * 1024;

    private StoredObject(string key, string @namespace, string name, long version, byte[] bytes, JsonObject document)
    {
        Key = key;
        Namespace = @namespace;
        Name = name;
        ResourceVersion = version;
        Bytes = bytes;
        _body = FindBody(bytes);
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

    private readonly int _body;

    /// <summary>The JSON text without kind and version and without the opening brace, as items of lists of built-in kinds are.</summary>
    internal ReadOnlySpan<byte> Untyped => Bytes.AsSpan(_body);

    internal bool HasUntyped => _body > 0;

    /// <summary>A tree of its own for the caller.</summary>
    public JsonObject Parse() => JsonReading.ParseObject(Bytes);

    internal static string KeyOf(string? @namespace, string name) => string.IsNullOrEmpty(@namespace) ? name : $"{@namespace}/{name}";

    /// <summary>Stamps the version into the document and freezes it.</summary>
    internal static StoredObject Freeze(JsonObject document, long version)
    {
        var metadata = Json.Ensure(document, "metadata");
        metadata["resourceVersion"] = Json.Invariant(version);
        return FromBytes(Write(document), document, version);
    }

    /// <summary>Kind and version come first, so that a list can leave them out of its items.</summary>
    private static byte[] Write(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Json.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var name in TypeMembers)
            {
                writer.WritePropertyName(name);
                Json.Write(writer, document[name]);
            }
            foreach (var (name, value) in document)
            {
                if (name is "kind" or "apiVersion") continue;
                writer.WritePropertyName(name);
                Json.Write(writer, value);
            }
            writer.WriteEndObject();
        }
        if (buffer.WrittenCount > MaxBytes) throw ApiErrors.Unexpected("etcdserver: request is too large");
        return buffer.WrittenSpan.ToArray();
    }

    private static readonly string[] TypeMembers = ["kind", "apiVersion"];

    /// <summary>Where the first member after kind and version begins.</summary>
    private static int FindBody(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = JsonReading.MaxDepth });
        reader.Read();
        for (var i = 0; i < TypeMembers.Length; i++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(TypeMembers[i])) return 0;
            reader.Skip();
        }
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? (int)reader.TokenStartIndex : 0;
    }

    internal static StoredObject FromBytes(byte[] bytes, JsonObject document, long version)
    {
        var metadata = Json.Map(document, "metadata");
        var @namespace = Json.Text(metadata, "namespace") ?? "";
        var name = Json.Text(metadata, "name") ?? "";
        return new StoredObject(KeyOf(@namespace, name), @namespace, name, version, bytes, document);
    }
}
