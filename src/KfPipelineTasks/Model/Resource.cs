using System.Text.Json;

namespace KfPipelineTasks.Model;

/// <summary>
/// A Kubernetes object, wanted or live: its identity and its JSON. Unchanging; whoever needs another object makes a new one.
/// </summary>
public sealed class Resource
{
    public Resource(ResourceId id, JsonElement body, SourcePosition? source = null)
    {
        Id = id;
        Body = body;
        Source = source;
    }

    public ResourceId Id { get; }

    /// <summary>The whole object, <c>apiVersion</c> and <c>kind</c> included. Always a JSON object.</summary>
    public JsonElement Body { get; }

    /// <summary>Where the object was written down; null for live objects.</summary>
    public SourcePosition? Source { get; }

    /// <summary>Label <paramref name="name"/>, or null.</summary>
    public string? Label(string name) => Text("metadata", "labels", name);

    /// <summary>Annotation <paramref name="name"/>, or null.</summary>
    public string? Annotation(string name) => Text("metadata", "annotations", name);

    /// <summary>The value at <paramref name="path"/>, one property name per step; null when any step is missing or JSON null.</summary>
    public JsonElement? At(params ReadOnlySpan<string> path)
    {
        var here = Body;
        foreach (var step in path)
        {
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(step, out here)) return null;
        }

        return here.ValueKind == JsonValueKind.Null ? null : here;
    }

    /// <summary>The string at <paramref name="path"/>; null when missing or not a string.</summary>
    public string? Text(params ReadOnlySpan<string> path) =>
        At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>The whole number at <paramref name="path"/>; null when missing or not a whole number.</summary>
    public long? Number(params ReadOnlySpan<string> path) =>
        At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads identity out of an object as the API server returns it.</summary>
    /// <exception cref="ArgumentException">The object has no <c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c>.</exception>
    public static Resource FromJson(JsonElement body, SourcePosition? source = null)
    {
        var apiVersion = Required(body, "apiVersion");
        var kind = Required(body, "kind");
        if (!body.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"{kind} has no metadata.", nameof(body));
        var name = Required(metadata, "name");
        var ns = metadata.TryGetProperty("namespace", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var (group, version) = ResourceId.SplitApiVersion(apiVersion);
        return new Resource(new ResourceId(group, version, kind, string.IsNullOrEmpty(ns) ? null : ns, name), body, source);
    }

    public override string ToString() => Id.ToString();

    private static string Required(JsonElement owner, string property) =>
        owner.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new ArgumentException($"The object has no {property}.", nameof(owner));
}
