using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Tokens;

/// <summary>The keys behind ID tokens, one per issuer; made when first needed.</summary>
internal sealed class SigningKeys(WorldContext context)
{
    /// <summary>Signs ID tokens of Google identities.</summary>
    public const string Google = "google";

    /// <summary>Signs the tokens of the GitHub-shaped issuer.</summary>
    public const string GitHub = "github";

    private readonly Table<SigningKey> _keys = context.Table<SigningKey>("signingKeys");

    public string Sign(string issuer, JsonObject claims)
    {
        var kept = Get(issuer);
        using var rsa = Open(kept);
        return Jwt.Sign(claims, rsa, kept.Id);
    }

    public bool Verifies(string issuer, Jwt token)
    {
        using var rsa = Open(Get(issuer));
        return token.IsSignedBy(rsa);
    }

    /// <summary>The public half as a key set (RFC 7517).</summary>
    public JsonObject KeySet(string issuer)
    {
        var kept = Get(issuer);
        using var rsa = Open(kept);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["alg"] = "RS256", ["use"] = "sig", ["kid"] = kept.Id,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
    }

    private SigningKey Get(string issuer)
    {
        lock (context.Gate)
        {
            if (_keys.Find(issuer) is { } kept) return kept;
            using var rsa = RSA.Create(2048);
            var made = new SigningKey(Ids.Hex(40), Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()));
            _keys.Put(issuer, made);
            return made;
        }
    }

    private static RSA Open(SigningKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(key.Pkcs8), out _);
        return rsa;
    }
}
