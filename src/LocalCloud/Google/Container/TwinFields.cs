using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalCloud.Google.Container;

/// <summary>
/// Two generations of fields say the same about how a cluster is reached. Whichever is written, both are shown; when both are
/// written, the newer one counts.
/// </summary>
internal static class TwinFields
{
    private static readonly (string Old, string New, bool Opposite)[] Twins =
    [
        ("masterAuthorizedNetworksConfig", "controlPlaneEndpointsConfig.ipEndpointsConfig.authorizedNetworksConfig", false),
        ("privateClusterConfig.enablePrivateEndpoint", "controlPlaneEndpointsConfig.ipEndpointsConfig.enablePublicEndpoint", true),
        ("privateClusterConfig.enablePrivateNodes", "networkConfig.defaultEnablePrivateNodes", false),
    ];

    /// <summary>Brings a document in step with what was just written into it.</summary>
    /// <param name="body">The document, with the written fields in it.</param>
    /// <param name="written">The written fields alone.</param>
    public static void Align(JsonObject body, JsonObject written)
    {
        foreach (var (old, @new, opposite) in Twins)
        {
            if (Find(written, @new) is not null) Copy(body, @new, old, opposite);
            else if (Find(written, old) is not null) Copy(body, old, @new, opposite);
        }
    }

    private static void Copy(JsonObject body, string from, string to, bool opposite)
    {
        var value = Find(body, from)!;
        var copied = opposite ? JsonValue.Create(value.GetValueKind() != JsonValueKind.True) : value.DeepClone();
        var path = to.Split('.');
        var at = body;
        foreach (var step in path[..^1]) at = at[step] as JsonObject ?? (JsonObject)(at[step] = new JsonObject());

        // "Private" that is false is not shown; "public" is shown either way.
        if (path[^1].Contains("Private", StringComparison.Ordinal) && copied.GetValueKind() == JsonValueKind.False) at.Remove(path[^1]);
        else at[path[^1]] = copied;
    }

    private static JsonNode? Find(JsonObject body, string path)
    {
        JsonNode? at = body;
        foreach (var step in path.Split('.')) at = (at as JsonObject)?[step];
        return at;
    }
}
