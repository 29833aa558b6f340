using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>A request to a real Google API and its answer, from a log.</summary>
internal sealed record RecordedExchange(string Method, Uri Url, JsonNode? Body, int Status, JsonNode? Answer)
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["projectId"] = GoogleServer.Project, ["projectNumber"] = GoogleServer.Number, ["uniqueId"] = "abc123", ["addressID"] = "address-one", ["networkID"] = "default",
        ["billingAccountID"] = "012345-567890-ABCDEF", ["operationID"] = "OPERATION", ["serviceAccountKeyID"] = "KEY",
    };

    /// <summary>Reads a log; placeholders become names of the test's project.</summary>
    public static IReadOnlyList<RecordedExchange> Read(string file) =>
        [.. File.ReadAllText(file).Split("\n---\n").Where(text => text.Trim().Length > 0).Select(Parse)];

    // Request line, headers, body; then status line, headers, body; an empty line between the parts.
    private static RecordedExchange Parse(string text)
    {
        var filled = Regex.Replace(text.Trim(), @"\$\{(\w+)}", match => Values.GetValueOrDefault(match.Groups[1].Value, match.Groups[1].Value.ToLowerInvariant()));
        var lines = filled.Split('\n');
        var answer = Array.FindIndex(lines, 1, line => Regex.IsMatch(line, @"^\d{3} "));
        var head = lines[0].Split(' ', 2);
        return new RecordedExchange(head[0], new Uri(head[1]), Json(lines[1..answer]), int.Parse(lines[answer][..3]), Json(lines[(answer + 1)..]));
    }

    private static JsonNode? Json(string[] lines)
    {
        var start = Array.FindIndex(lines, line => line.StartsWith('{'));
        return start < 0 ? null : JsonNode.Parse(string.Join('\n', lines[start..]));
    }
}
