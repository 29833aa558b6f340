using System.Collections;

namespace KfPipelineTasks.Settings;

/// <summary>
/// The arguments of a run, taken apart: <c>--name=value</c>, <c>--name value</c>, <c>--name</c>, <c>-x value</c>, <c>-x=value</c>.
/// Whether the next word is a value depends on the option, so the settings and the host's own options are known here.
/// </summary>
public sealed class ArgumentList : IReadOnlyList<GivenArgument>
{
    private readonly List<GivenArgument> _arguments;

    private ArgumentList(List<GivenArgument> arguments) => _arguments = arguments;

    /// <summary>No arguments.</summary>
    public static ArgumentList Empty { get; } = new([]);

    public int Count => _arguments.Count;

    public GivenArgument this[int index] => _arguments[index];

    /// <summary>Values of <c>--target</c>, in order; empty when the default target is wanted.</summary>
    public IReadOnlyList<string> Targets =>
        [.. _arguments.Where(a => a.IsOption && HostOption.ByName.GetValueOrDefault(a.Name)?.Name == "target").Select(a => a.Value).OfType<string>()];

    /// <summary>Takes raw words apart, as <c>Main</c> gets them.</summary>
    public static ArgumentList FromWords(IEnumerable<string> words)
    {
        var all = words.ToList();
        var arguments = new List<GivenArgument>(all.Count);
        for (var i = 0; i < all.Count; i++)
        {
            var argument = Split(all[i]);
            if (argument is { IsOption: true, Value: null } && i + 1 < all.Count && Takes(argument.Name, all[i + 1]))
                argument = argument with { Value = all[++i] };
            arguments.Add(argument);
        }

        return new ArgumentList(arguments);
    }

    /// <summary>Arguments somebody else took apart, such as Cake's own list.</summary>
    public static ArgumentList FromPairs(IEnumerable<KeyValuePair<string, string?>> pairs) =>
        new(pairs.Select(p => new GivenArgument(p.Key, string.IsNullOrEmpty(p.Value) ? null : p.Value, Dashed(p.Key))).ToList());

    public IEnumerator<GivenArgument> GetEnumerator() => _arguments.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static GivenArgument Split(string word)
    {
        if (word.Length < 2 || word[0] != '-' || word == "--") return new GivenArgument(word, null, word, IsOption: false);
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var written = equals < 0 ? word : word[..equals];
        var name = written.TrimStart('-');
        // -target is not --target: the host would not see it either.
        if (!written.StartsWith("--", StringComparison.Ordinal) && name.Length > 1) name = written;
        return new GivenArgument(name, equals < 0 ? null : word[(equals + 1)..], written);
    }

    private static bool Takes(string name, string next)
    {
        var looksLikeOption = next.Length > 1 && next[0] == '-' && !char.IsAsciiDigit(next[1]);
        if (looksLikeOption) return false;
        if (HostOption.ByName.TryGetValue(name, out var host)) return host.TakesValue;
        // A switch takes the next word only when that is one of its two values: "--plan extra" leaves "extra" alone.
        if (SettingsTable.ByArgument.TryGetValue(name, out var setting) && setting.Type == SettingType.Switch)
            return next is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";
        return true;
    }

    private static string Dashed(string name) => name.Length == 1 ? $"-{name}" : $"--{name}";
}
