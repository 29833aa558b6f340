using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LocalCloud.Tests.Kube.Recorded;

/// <summary>Blanks what a server invents: identifiers, times, versions, addresses, hashes, tokens.</summary>
internal static partial class InventedValues
{
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "time", "lastTransitionTime", "clusterIP", "clusterIPs", "continue", "token",
        "expirationTimestamp", "serverAddress", "gitCommit", "storageVersionHash", "serverRelativeURL",
    };

    /// <summary>Left out on purpose; the table in docs/localcloud.md says why.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "description" };

    public static JsonNode? Blank(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(pair => !IsLeftOut(map, pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, Members.Contains(pair.Key) && pair.Value is not JsonObject ? "*" : Blank(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Blank)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Uid().Replace(text, "*").Replace("\"kas\"", "\"kube-apiserver\"", StringComparison.Ordinal),
        _ => node?.DeepClone(),
    };

    private static bool IsLeftOut(JsonObject map, string name) => LeftOut.Contains(name) && map.ContainsKey("priority");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();
}
