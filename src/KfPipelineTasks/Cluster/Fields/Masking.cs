using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// Differences as people may see them: values of Secrets as hash marks, long ones cut. Of a Secret only what is known to hold no
/// secret is shown: annotations may be copies of the data, as the bookkeeping of client-side kubectl is, and that one is nobody's
/// wish and no difference of any object.
/// </summary>
internal static class Masking
{
    private const int Longest = 200;
    private const string Annotations = "metadata.annotations";
    private const string Hidden = "\"########\"";
    private const string LastApplied = $"{Annotations}[{Outgoing.LastApplied}]";

    // What of a Secret is never secret, with everything below it.
    private static readonly string[] Open = ["type", "immutable", "metadata.labels", "metadata.finalizers", "metadata.ownerReferences"];
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<FieldChange> Shown(ResourceId id, IEnumerable<FieldDifference> differences) =>
        differences.Select(WithoutBookkeeping).OfType<FieldDifference>().Select(d => new FieldChange(d.Path, Show(id, d.Path, d.Live), Show(id, d.Path, d.Wanted))).ToList();

    // The annotation comes alone, or among all annotations at once.
    private static FieldDifference? WithoutBookkeeping(FieldDifference difference)
    {
        if (difference.Path == LastApplied) return null;
        if (difference.Path != Annotations) return difference;
        var rest = difference with { Live = Rest(difference.Live), Wanted = Rest(difference.Wanted) };
        return rest is { Live: null, Wanted: null } ? null : rest;
    }

    private static JsonElement? Rest(JsonElement? annotations)
    {
        if (annotations is not { ValueKind: JsonValueKind.Object } all || !all.TryGetProperty(Outgoing.LastApplied, out _)) return annotations;
        var rest = all.EnumerateObject().Where(a => a.Name != Outgoing.LastApplied).ToList();
        if (rest.Count == 0) return null;
        return Json.Parse(Json.Bytes(w =>
        {
            w.WriteStartObject();
            foreach (var annotation in rest) annotation.WriteTo(w);
            w.WriteEndObject();
        }).Span);
    }

    private static string? Show(ResourceId id, string path, JsonElement? value)
    {
        if (value is not { } shown) return null;
        if (id is { Kind: "Secret", Group: "" } && !Open.Any(open => IsBelow(path, open))) return Hidden;
        var buffer = new ArrayBufferWriter<byte>();
        using (var plain = new Utf8JsonWriter(buffer, Plain)) shown.WriteTo(plain);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= Longest ? text : $"{text[..Longest]}... ({text.Length} characters)";
    }

    private static bool IsBelow(string path, string open) =>
        path.StartsWith(open, StringComparison.Ordinal) && (path.Length == open.Length || path[open.Length] is '.' or '[' or ' ');
}
