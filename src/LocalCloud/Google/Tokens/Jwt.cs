using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Tokens;

/// <summary>A signed JSON Web Token (RS256), taken apart.</summary>
internal sealed class Jwt
{
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private Jwt(JsonObject header, JsonObject claims, byte[] signed, byte[] signature)
    {
        Header = header;
        Claims = claims;
        _signed = signed;
        _signature = signature;
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>Takes a token apart, or returns null when it is none.</summary>
    public static Jwt? Read(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(parts[0])) is JsonObject header && JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) is JsonObject claims
                ? new Jwt(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }

    public static string Sign(JsonObject claims, RSA key, string keyId)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = keyId, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>True when the key made the signature. Nothing but RS256 counts: "none" is no signature.</summary>
    public bool IsSignedBy(RSA key) =>
        Header.Text("alg") == "RS256" && key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>A time claim, or null when it is absent or no number.</summary>
    public DateTimeOffset? Time(string claim) => Claims[claim] is JsonValue value && value.TryGetValue<double>(out var seconds) && Math.Abs(seconds) < 1e11
        ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    /// <summary>The audiences: a text or a list of texts.</summary>
    public IReadOnlyList<string> Audiences => Claims.Text("aud") is { } one ? [one] : Claims.Texts("aud");

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
