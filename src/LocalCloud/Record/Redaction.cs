using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Record;

/// <summary>
/// Leaves credentials out of the record: headers that carry them, the tokens that token endpoints are sent, passwords of databases, and the
/// values of Kubernetes Secrets.
/// </summary>
internal static class Redaction
{
    private const string Hidden = "***";

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Proxy-Authorization", "Cookie", "X-Goog-Iam-Authorization-Token" };
    private static readonly string[] Fields = ["assertion", "subject_token", "actor_token", "refresh_token", "client_secret", "access_token", "subjectToken", "password", "rootPassword", "privateKeyData"];
    private static readonly Regex InForm = new($"(?<=^|&|\\?)({string.Join('|', Fields)})=[^&]*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex InJson = new($"\"({string.Join('|', Fields)})\"\\s*:\\s*\"[^\"]*\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex Secret = new("\"?kind\"?\\s*:\\s*\"?Secret\\b", RegexOptions.CultureInvariant);
    private static readonly Regex Name = new("^\"?[a-zA-Z_]+\"?", RegexOptions.CultureInvariant);

    public static Dictionary<string, string> Of(IHeaderDictionary headers) =>
        headers.Where(header => !Headers.Contains(header.Key)).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());

    /// <summary>A body without credentials. Of a Secret names stay and values go; one that cannot be read as JSON goes as a whole.</summary>
    public static string Of(string path, string body)
    {
        if (body.Length == 0 || !IsSecret(path, body)) return Of(body);
        try
        {
            var document = JsonNode.Parse(body);
            HideValues(document, isValue: false);
            return document?.ToJsonString() ?? Hidden;
        }
        catch (JsonException)
        {
            // YAML, Protobuf, or cut off in the middle.
            return Hidden;
        }
    }

    private static bool IsSecret(string path, string body) =>
        path.Split('/').Contains("secrets", StringComparer.Ordinal) || Secret.IsMatch(body);

    private static void HideValues(JsonNode? node, bool isValue)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) HideValues(item, isValue);
        }
        else if (node is JsonObject map)
        {
            foreach (var (name, value) in map.ToList())
            {
                // Data in a map, a value in a patch, and the copy that kubectl keeps of all of it.
                var hidden = isValue || name is "data" or "stringData" or "value" or "kubectl.kubernetes.io/last-applied-configuration";
                if (hidden && value is JsonValue) map[name] = Hidden;
                else HideValues(value, hidden);
            }
        }
    }

    public static string Of(string text) => InJson.Replace(InForm.Replace(text, Hide), Hide);

    private static string Hide(Match found)
    {
        var name = Name.Match(found.Value).Value;
        return name.StartsWith('"') ? $"{name}:\"{Hidden}\"" : $"{name}={Hidden}";
    }
}
