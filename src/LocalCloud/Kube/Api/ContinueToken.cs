using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>Where the next page of a list begins.</summary>
internal sealed record ContinueToken(long Version, string Start)
{
    public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = Start }));

    /// <exception cref="ApiException">400: no token of this server.</exception>
    public static ContinueToken Decode(string text)
    {
        try
        {
            var token = JsonReading.ParseObject(Base64Url.DecodeFromChars(text));
            if (Json.Text(token, "v") == "meta.k8s.io/v1" && Json.Text(token, "start") is { } start) return new(Json.Number(token, "rv") ?? 0, start);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            // Falls through to the one answer for every malformed token.
        }
        throw ApiErrors.BadRequest("continue key is not valid: illegal base64 data");
    }
}
