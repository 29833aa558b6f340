using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Auth;

/// <summary>Signs and checks the tokens of service accounts (JWT, ES256).</summary>
public sealed class ServiceAccountTokens
{
    /// <summary>The audience of the API server itself.</summary>
    public const string ApiAudience = "https://kubernetes.default.svc.cluster.local";

    private readonly ECDsa _key;
    private readonly Lock _gate = new();
    private readonly ObjectStore _store;
    private readonly TimeProvider _time;

    internal ServiceAccountTokens(ECDsa key, ObjectStore store, TimeProvider time)
    {
        _key = key;
        _store = store;
        _time = time;
    }

    internal (string Token, DateTimeOffset Expires) Issue(string @namespace, string name, string uid, IReadOnlyList<string> audiences, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow();
        var expires = now + lifetime;
        var claims = new JsonObject
        {
            ["aud"] = Json.ListOf(audiences.Count == 0 ? [ApiAudience] : audiences),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = ApiAudience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = new JsonObject { ["namespace"] = @namespace, ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = uid } },
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{@namespace}:{name}",
        };
        var body = $"{Encode("""{"alg":"ES256","kid":"localcloud"}"""u8)}.{Encode(Json.ToBytes(claims))}";
        lock (_gate) return ($"{body}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256))}", expires);
    }

    /// <summary>
    /// The service account behind a token, and the audiences that the token is for; null when it was not issued here, has
    /// expired, is for somebody else, or its account is gone.
    /// </summary>
    /// <param name="token">A bearer token.</param>
    /// <param name="audiences">Audiences of which one must be in the token; empty: the API server's own.</param>
    public (UserInfo User, IReadOnlyList<string> Audiences)? Check(string token, IReadOnlyList<string> audiences)
    {
        if (Claims(token) is not { } claims) return null;
        if ((Json.Number(claims, "exp") ?? 0) <= _time.GetUtcNow().ToUnixTimeSeconds()) return null;
        var mine = Json.Texts(claims, "aud").Intersect(audiences.Count == 0 ? [ApiAudience] : audiences, StringComparer.Ordinal).ToList();
        if (mine.Count == 0) return null;
        var space = Json.Text(claims, "kubernetes.io", "namespace") ?? "";
        var name = Json.Text(claims, "kubernetes.io", "serviceaccount", "name") ?? "";
        var uid = Json.Text(claims, "kubernetes.io", "serviceaccount", "uid") ?? "";
        if (_store.Get("serviceaccounts", space, name)?.Uid != uid) return null;
        return (new UserInfo($"system:serviceaccount:{space}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{space}", UserInfo.Authenticated], uid), mine);
    }

    private JsonObject? Claims(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            lock (_gate)
                if (!_key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)) return null;
            return JsonReading.ParseObject(Base64Url.DecodeFromChars(parts[1]));
        }
        catch (Exception error) when (error is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
