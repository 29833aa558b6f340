using System.Text;
using System.Text.Unicode;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Bytes to text and back, without losing any: a byte order mark stays the first character of the text.</summary>
internal static class YamlFileText
{
    private static readonly UTF8Encoding Utf8Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file that may hold setters. Null text: it holds none that could be read, and <c>Finding</c> says when that is wrong.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (string? Text, byte[] Bytes, SetterFinding? Finding) Read(string path, string shown)
    {
        var length = new FileInfo(path).Length;
        if (length > YamlLimits.MaxFileBytes)
            return (null, [], Invalid($"the file has {length:n0} bytes; the limit is {YamlLimits.MaxFileBytes:n0}.", new SourcePosition(shown), "Split it, hide it with .krmignore, or skip it with --skip-invalid."));
        var bytes = File.ReadAllBytes(path);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return (null, bytes, Invalid("the file is written in UTF-16.", new SourcePosition(shown), "Save it as UTF-8."));
        if (Utf8.IsValid(bytes)) return (Utf8Strict.GetString(bytes), bytes, null);
        // A binary file without setters is nobody's business.
        return YamlParts.MaySet(Encoding.UTF8.GetString(bytes))
            ? (null, bytes, Invalid("the text is no valid UTF-8.", FirstBad(bytes, shown), "Save the file as UTF-8."))
            : (null, bytes, null);
    }

    public static string Decode(byte[] bytes) => Utf8Strict.GetString(bytes);

    /// <summary>False for a text with half of a surrogate pair.</summary>
    public static bool CanEncode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }

        return true;
    }

    /// <exception cref="EncoderFallbackException">The text holds half of a surrogate pair.</exception>
    public static byte[] Encode(string text) => Utf8Strict.GetBytes(text);

    private static SetterFinding Invalid(string message, SourcePosition at, string next) =>
        new(SetterFindingKind.Invalid, new Problem(message, at, next));

    private static SourcePosition FirstBad(byte[] bytes, string shown)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        return new LineMap(Encoding.UTF8.GetString(bytes, 0, at) + "?", shown).At(Encoding.UTF8.GetCharCount(bytes, 0, at));
    }
}
