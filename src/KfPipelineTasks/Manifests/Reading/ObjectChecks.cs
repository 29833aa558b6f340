using System.Runtime.InteropServices;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>What every object must have before it makes sense to ask a server about it.</summary>
internal static class ObjectChecks
{
    /// <summary>Everything that is wrong with one object; nothing for an object that can be sent.</summary>
    public static IEnumerable<Problem> Check(JsonElement body, SourcePosition at)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield return new Problem($"an object is a mapping, this is {Word(body)}", at);
            yield break;
        }

        var who = Describe(body);
        foreach (var needed in new[] { "apiVersion", "kind" })
        {
            if (Missing(body, needed) is { } why) yield return new Problem($"{who}: {needed} {why}", at);
        }

        foreach (var problem in CheckMetadata(body, who)) yield return new Problem(problem, at);

        var size = JsonMarshal.GetRawUtf8Value(body).Length;
        if (size > ReadLimits.ObjectBytes)
        {
            yield return new Problem(
                $"{who}: {size:N0} bytes as JSON, more than the {ReadLimits.ObjectBytes:N0} a cluster stores", at, "Split it up, or move data out of it.");
        }
    }

    /// <summary>The kind of a JSON value as a person would say it.</summary>
    public static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "nothing",
    };

    private static IEnumerable<string> CheckMetadata(JsonElement body, string who)
    {
        if (!body.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            yield return $"{who}: metadata is missing";
            yield break;
        }

        if (Missing(metadata, "name") is { } why)
        {
            yield return metadata.TryGetProperty("generateName", out var generated) && generated.ValueKind == JsonValueKind.String
                ? $"{who}: generateName cannot be applied, every run would make another object; give it a metadata.name"
                : $"{who}: metadata.name {why}";
        }

        if (metadata.TryGetProperty("namespace", out var ns) && ns.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            yield return $"{who}: metadata.namespace is {Word(ns)}; quote it";
        foreach (var map in new[] { "labels", "annotations" })
        {
            foreach (var problem in CheckTexts(metadata, map)) yield return $"{who}: {problem}";
        }
    }

    // The commonest slip of all: "enabled: true" where the API wants the text "true".
    private static IEnumerable<string> CheckTexts(JsonElement metadata, string map)
    {
        if (!metadata.TryGetProperty(map, out var texts) || texts.ValueKind == JsonValueKind.Null) yield break;
        if (texts.ValueKind != JsonValueKind.Object)
        {
            yield return $"metadata.{map} is {Word(texts)}, a mapping of texts is needed";
            yield break;
        }

        foreach (var text in texts.EnumerateObject().Where(t => t.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            yield return $"metadata.{map}.{text.Name} is {Word(text.Value)}; quote it";
    }

    private static string? Missing(JsonElement owner, string property)
    {
        if (!owner.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null) return "is missing";
        if (value.ValueKind != JsonValueKind.String) return $"is {Word(value)}; quote it";
        return value.GetString()!.Length == 0 ? "is empty" : null;
    }

    private static string Describe(JsonElement body)
    {
        var kind = body.TryGetProperty("kind", out var k) && k.ValueKind == JsonValueKind.String ? k.GetString() : null;
        var name = body.TryGetProperty("metadata", out var m) && m.ValueKind == JsonValueKind.Object
            && m.TryGetProperty("name", out var n) && n.ValueKind == JsonValueKind.String ? n.GetString() : null;
        return (kind, name) switch
        {
            (null, null) => "object",
            (null, _) => $"object {name}",
            (_, null) => kind,
            _ => $"{kind} {name}",
        };
    }
}
