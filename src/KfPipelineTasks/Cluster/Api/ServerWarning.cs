using System.Text.RegularExpressions;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Reads <c>Warning</c> headers: <c>299 - "text"</c>, several in one header, quotes escaped.</summary>
internal static partial class ServerWarning
{
    public static IEnumerable<string> Read(string header) =>
        Entry().Matches(header).Select(m => Regex.Replace(m.Groups["text"].Value, @"\\(.)", "$1", RegexOptions.None, TimeSpan.FromSeconds(1)));

    [GeneratedRegex(@"\d{3} \S+ ""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.None, 1000)]
    private static partial Regex Entry();
}
