using System.Globalization;
using System.Text.Json;
using KfPipelineTasks.Manifests.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Writes an object as YAML that reads back as the same object, for people: apiVersion, kind and metadata first, long texts as blocks.</summary>
internal static class YamlText
{
    private static readonly string[] First = ["apiVersion", "kind", "metadata"];
    private static readonly EmitterSettings Settings = new EmitterSettings().WithBestWidth(int.MaxValue).WithMaxSimpleKeyLength(1024);

    public static string Of(JsonElement body)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Mapping(emitter, body.EnumerateObject().OrderBy(member => Array.IndexOf(First, member.Name) is >= 0 and var place ? place : First.Length));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Node(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Mapping(emitter, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, value.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in value.EnumerateArray()) Node(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(value.GetString()!));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.ValueKind == JsonValueKind.Null ? "null" : value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static void Mapping(Emitter emitter, IEnumerable<JsonProperty> members)
    {
        var all = members.ToList();
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, all.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var member in all)
        {
            emitter.Emit(Text(member.Name, isKey: true));
            Node(emitter, member.Value);
        }

        emitter.Emit(new MappingEnd());
    }

    // Plain where plain text means itself, a block where it has lines, quotes where anything else would be read.
    private static Scalar Text(string text, bool isKey = false)
    {
        var style = MeansSomethingElse(text) ? ScalarStyle.DoubleQuoted
            : !isKey && IsBlock(text) ? ScalarStyle.Literal
            : text.Any(IsUnusual) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style != ScalarStyle.DoubleQuoted, isQuotedImplicit: true);
    }

    private static bool MeansSomethingElse(string text) =>
        text.Length == 0 || text is "<<" or "=" || YamlScalar.Of(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false)).Kind != YamlScalarKind.Text;

    // Lines a block can hold as they are: no blank before the first, no trailing blanks, nothing unusual.
    private static bool IsBlock(string text) =>
        text.TrimEnd('\n').Contains('\n') && text[0] is not (' ' or '\n') && text.All(c => c == '\n' || !IsUnusual(c)) && !text.Contains(" \n", StringComparison.Ordinal) && !text.EndsWith(' ');

    // Control characters, other line ends than \n, byte order marks, halves of characters.
    private static bool IsUnusual(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF';
}
