using System.Text.RegularExpressions;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>The workflows that stand in our pages: users copy them, so they are checked like our own.</summary>
internal static partial class Examples
{
    /// <summary>Every YAML block with jobs, by page and number.</summary>
    public static IEnumerable<(string Name, string Text)> All => Pages().SelectMany(page => Of(page));

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(SharedData.Repository, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "actions"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Text)> Of(string page)
    {
        var name = Path.GetRelativePath(SharedData.Repository, page).Replace('/', '-').Replace(".md", "", StringComparison.Ordinal);
        var blocks = Block().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value).Where(text => text.Contains("\njobs:", StringComparison.Ordinal));
        return blocks.Select((text, i) => ($"{name}-{i + 1}.yml", text));
    }

    [GeneratedRegex("^```ya?ml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
