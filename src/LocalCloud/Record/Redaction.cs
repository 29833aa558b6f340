using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Record;

/// <summary>Leaves credentials out of the record: headers that carry them, and the tokens that token endpoints are sent.</summary>
internal static class Redaction
{
    private const string Hidden = "***";

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "Cookie", "X-Goog-Iam-Authorization-Token" };
    private static readonly string[] Fields = ["assertion", "subject_token", "actor_token", "refresh_token", "client_secret", "access_token", "subjectToken"];
    private static readonly Regex InForm = new($"(?<=^|&|\\?)({string.Join('|', Fields)})=[^&]*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex InJson = new($"\"({string.Join('|', Fields)})\"\\s*:\\s*\"[^\"]*\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex Name = new("^\"?[a-zA-Z_]+\"?", RegexOptions.CultureInvariant);

    public static Dictionary<string, string> Of(IHeaderDictionary headers) =>
        headers.Where(header => !Headers.Contains(header.Key)).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());

    public static string Of(string text) => InJson.Replace(InForm.Replace(text, Hide), Hide);

    private static string Hide(Match found)
    {
        var name = Name.Match(found.Value).Value;
        return name.StartsWith('"') ? $"{name}:\"{Hidden}\"" : $"{name}={Hidden}";
    }
}
