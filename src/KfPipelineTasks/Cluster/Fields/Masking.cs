using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Differences as people may see them: values of Secrets as hash marks, long ones cut.</summary>
internal static class Masking
{
    private const int Longest = 200;
    private const string Hidden = "\"########\"";
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<FieldChange> Shown(ResourceId id, IEnumerable<FieldDifference> differences) =>
        differences.Select(d => new FieldChange(d.Path, Show(id, d.Path, d.Live), Show(id, d.Path, d.Wanted))).ToList();

    private static string? Show(ResourceId id, string path, JsonElement? value)
    {
        if (value is not { } shown) return null;
        if (id is { Kind: "Secret", Group: "" } && (path == "data" || path.StartsWith("data.", StringComparison.Ordinal) || path.StartsWith("data[", StringComparison.Ordinal))) return Hidden;
        var buffer = new ArrayBufferWriter<byte>();
        using (var plain = new Utf8JsonWriter(buffer, Plain)) shown.WriteTo(plain);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= Longest ? text : $"{text[..Longest]}... ({text.Length} characters)";
    }
}
