using System.Globalization;
using System.Text;
using KfPipelineTasks.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Settings;

/// <summary>
/// Reads a settings file into written values with exact places. It is data, so only the plain half of YAML is read: one document,
/// maps, lists and texts. Aliases, tags and a second document are refused, and so is everything beyond the limits below.
/// </summary>
internal sealed class SettingsFile
{
    /// <summary>Largest file, in bytes. A settings file has a few kilobytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Deepest nesting of maps and lists.</summary>
    public const int MaxDepth = 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _name;
    private readonly Problems _problems;

    private SettingsFile(string name, Problems problems)
    {
        _name = name;
        _problems = problems;
    }

    /// <summary>Reads a file of the disk. Answers null when something was reported.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="name">The path as the user knows it, for messages.</param>
    public static RawValue.Entries? Read(string path, string name, Problems problems)
    {
        if (Directory.Exists(path)) return Refuse(problems, name, "is a folder, not a settings file.");
        if (!File.Exists(path)) return Refuse(problems, name, $"does not exist.{Nearest.Hint(Path.GetFileName(path), Neighbours(path))}");
        if (OrdinaryFile.WhyNot(path) is { } kind) return Refuse(problems, name, $"is {kind}, not a file.");
        try
        {
            using var stream = File.OpenRead(path);
            // Read, not asked for its length: pipes and devices have none.
            var bytes = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MaxBytes
                ? Refuse(problems, name, "is larger than 1 MiB, so it is not a settings file.")
                : Parse(bytes.AsSpan(0, length), name, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(problems, name, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads the bytes of a file. Answers null when something was reported.</summary>
    public static RawValue.Entries? Parse(ReadOnlySpan<byte> bytes, string name, Problems problems)
    {
        if (TextOf(bytes) is not { } text) return Refuse(problems, name, "is not text in UTF-8.");
        if (Tab(text) is { } tab)
        {
            problems.Add("Tabs cannot indent YAML; use spaces.", new SourcePosition(name, tab.Line, tab.Column));
            return null;
        }

        return new SettingsFile(name, problems).Parse(text);
    }

    private RawValue.Entries? Parse(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            var parser = new Parser(scanner);
            parser.Consume<StreamStart>();
            if (!parser.Accept<DocumentStart>(out _)) return Refuse(_problems, _name, "is empty. Remove it, or put settings into it.");
            parser.Consume<DocumentStart>();
            // What was refused is not read to its end: the parser stands in the middle of it.
            if (Value(parser, "", 0) is not { } root) return null;
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second)) _problems.Add("A settings file has one document; a second one starts here.", At(second));
            return root switch
            {
                RawValue.Entries entries => entries,
                RawValue.Nothing => Refuse(_problems, _name, "is empty. Remove it, or put settings into it."),
                _ => Refuse(_problems, root.Source.At!, "A settings file is a map of names to values."),
            };
        }
        catch (YamlException e)
        {
            _problems.Add($"This is not valid YAML: {Reason(e)}", At(e.Start));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner of YamlDotNet 16 has states it did not expect, such as a key after an unclosed brace.
            _problems.Add("This is not valid YAML: a brace, bracket or quote before this place is not closed.", At(scanner.CurrentPosition));
            return null;
        }
    }

    private RawValue? Value(Parser parser, string path, int depth)
    {
        var node = parser.Current as NodeEvent;
        if (parser.Accept<AnchorAlias>(out var alias)) return RefuseNode(alias, $"*{alias.Value} repeats another value; settings are written out, without anchors and aliases.");
        if (node is { Anchor.IsEmpty: false }) return RefuseNode(node, $"&{node.Anchor.Value} names a value; settings are written out, without anchors and aliases.");
        if (node is { Tag: { IsEmpty: false, IsNonSpecific: false } tag }) return RefuseNode(node, $"{tag.Value} is a tag; settings need none.");
        if (depth > MaxDepth) return RefuseNode(parser.Current!, $"Settings nest at most {MaxDepth} deep.");
        if (parser.TryConsume<Scalar>(out var scalar)) return Scalar(scalar, Source(path, scalar));
        return parser.Accept<SequenceStart>(out _) ? Items(parser, path, depth) : Entries(parser, path, depth);
    }

    private RawValue.Items? Items(Parser parser, string path, int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<RawValue>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (Value(parser, path, depth + 1) is not { } item) return null;
            items.Add(item);
        }

        return new RawValue.Items(items, Source(path, start));
    }

    private RawValue.Entries? Entries(Parser parser, string path, int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<RawEntry>();
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key)) return RefuseNode(parser.Current!, "A key is one text.") as RawValue.Entries;
            var below = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            if (Value(parser, below, depth + 1) is not { } value) return null;
            if (seen.TryGetValue(key.Value, out var first))
                _problems.Add($"{below} is written twice; the first one is in line {first.Line.ToString(CultureInfo.InvariantCulture)}.", At(key));
            else
                entries.Add(new RawEntry(key.Value, Source(below, key), value));
            seen.TryAdd(key.Value, At(key));
        }

        return new RawValue.Entries(entries, Source(path, start));
    }

    private static RawValue Scalar(Scalar scalar, SettingSource source) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL"
            ? new RawValue.Nothing(source)
            : new RawValue.Text(scalar.Value.Trim(), source);

    private RawValue? RefuseNode(ParsingEvent node, string why)
    {
        _problems.Add(why, At(node));
        return null;
    }

    private SettingSource Source(string path, ParsingEvent here) => new(SettingOrigin.File, path, At(here));

    private SourcePosition At(ParsingEvent here) => At(here.Start);

    private SourcePosition At(Mark mark) => new(_name, (int)mark.Line, (int)mark.Column);

    private static RawValue.Entries? Refuse(Problems problems, string name, string why) => Refuse(problems, new SourcePosition(name), why);

    private static RawValue.Entries? Refuse(Problems problems, SourcePosition at, string why)
    {
        problems.Add(why.Length > 0 && char.IsLower(why[0]) ? $"The settings file {why}" : why, at);
        return null;
    }

    // Its own messages repeat the position in front of the reason.
    private static string Reason(YamlException e)
    {
        var reason = e.Message;
        var colon = reason.StartsWith('(') ? reason.IndexOf("): ", StringComparison.Ordinal) : -1;
        reason = (colon < 0 ? reason : reason[(colon + 3)..]).Trim();
        return reason.EndsWith('.') ? reason : $"{reason}.";
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Utf8Mark)) bytes = bytes[Utf8Mark.Length..];
        if (bytes.IndexOf((byte)0) >= 0) return null;
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static (int Line, int Column)? Tab(string text)
    {
        var line = 0;
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = row.IndexOfAnyExcept(' ', '\t');
            if (indent > 0 && row[..indent].IndexOf('\t') is >= 0 and var tab) return (line, tab + 1);
        }

        return null;
    }

    private static IEnumerable<string> Neighbours(string path)
    {
        var folder = Path.GetDirectoryName(path);
        return folder is null || !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder, "*.y*ml").Take(200).Select(f => Path.GetFileName(f)!);
    }
}
