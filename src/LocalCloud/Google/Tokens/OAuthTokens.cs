using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Tokens;

/// <summary>The OAuth token endpoint: a service account's signed claim, or a user's refresh token, for an access or ID token.</summary>
public sealed class OAuthTokens
{
    private const string GoogleAudience = "https://oauth2.googleapis.com/token";
    private const string OlderAudience = "https://www.googleapis.com/oauth2/v4/token";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly SigningKeys _keys;
    private readonly Table<RefreshToken> _refreshTokens;

    internal OAuthTokens(WorldContext context, GoogleWorld world, SigningKeys keys)
    {
        _context = context;
        _world = world;
        _keys = keys;
        _refreshTokens = context.Table<RefreshToken>("refreshTokens");
    }

    /// <summary>Makes a refresh token valid.</summary>
    public void AddRefreshToken(string token, string email) => _refreshTokens.Put(token, new RefreshToken(token, email));

    /// <summary>Redeems a claim signed by a service account's key.</summary>
    /// <param name="endpoint">Address the client posted to, which the claim may name as its audience.</param>
    /// <returns>The answer of the token endpoint.</returns>
    /// <exception cref="GoogleException"><c>invalid_grant</c> with the reason.</exception>
    public JsonObject Redeem(string assertion, string endpoint)
    {
        var claim = Jwt.Read(assertion) ?? throw Invalid("Bad JWT: it must consist of three parts.");
        var account = _world.ServiceAccounts.Find(claim.Claims.Text("iss") ?? "") ?? throw Invalid("Invalid grant: account not found");
        CheckTimes(claim);
        if (!claim.Audiences.Any(audience => audience is GoogleAudience or OlderAudience || audience == endpoint))
            throw Invalid($"Invalid JWT: Failed audience check. The right audience is {GoogleAudience}");
        if (!IsSigned(claim, account)) throw Invalid("Invalid JWT Signature.");
        if (account.Disabled) throw Invalid("Account disabled");

        if (claim.Claims.Text("target_audience") is { } target) return new JsonObject { ["id_token"] = IdToken(account, target, includeEmail: true) };
        var scopes = (claim.Claims.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Length == 0
            ? throw GoogleException.OAuth("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
            : Answer(account.Member, scopes);
    }

    /// <summary>Redeems a refresh token.</summary>
    /// <exception cref="GoogleException"><c>invalid_grant</c>.</exception>
    public JsonObject Refresh(string refreshToken) => _refreshTokens.Find(refreshToken) is { } known
        ? Answer($"user:{known.Email}", [Caller.CloudPlatform, "openid", "https://www.googleapis.com/auth/userinfo.email"])
        : throw Invalid("Bad Request");

    /// <summary>An ID token of a service account.</summary>
    public string IdToken(ServiceAccount account, string audience, bool includeEmail)
    {
        var now = _context.Options.CredentialClock.GetUtcNow();
        var claims = new JsonObject
        {
            ["aud"] = audience,
            ["azp"] = account.UniqueId,
            ["exp"] = (now + TimeSpan.FromHours(1)).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = "https://accounts.google.com",
            ["sub"] = account.UniqueId,
        };
        if (includeEmail)
        {
            claims["email"] = account.Email;
            claims["email_verified"] = true;
        }

        return _keys.Sign(SigningKeys.Google, claims);
    }

    /// <summary>Signs claims in the name of a service account, with the key Google keeps for it.</summary>
    public string SignJwt(JsonObject claims) => _keys.Sign(SigningKeys.Google, claims);

    /// <summary>True when a token was signed by this cloud.</summary>
    internal bool Signed(Jwt token) => _keys.Verifies(SigningKeys.Google, token);

    /// <summary>The public keys of this cloud's ID tokens.</summary>
    public JsonObject Certificates() => _keys.KeySet(SigningKeys.Google);

    private JsonObject Answer(string member, IReadOnlyList<string> scopes) => new()
    {
        ["access_token"] = _world.Tokens.Issue(member, scopes),
        ["expires_in"] = (int)_context.Options.TokenLifetime.TotalSeconds - 1,
        ["token_type"] = "Bearer",
    };

    private void CheckTimes(Jwt claim)
    {
        var now = _context.Options.CredentialClock.GetUtcNow();
        var (issued, expires) = (claim.Time("iat"), claim.Time("exp"));
        if (issued is null || expires is null || expires <= now - Skew || issued > now + Skew || expires - issued > TimeSpan.FromHours(1))
            throw Invalid("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
    }

    // A key is not known everywhere at once; until then its signature counts as wrong.
    private bool IsSigned(Jwt claim, ServiceAccount account)
    {
        var named = claim.Header.Text("kid");
        return _world.Keys.Of(account.Email)
            .Where(key => !key.Disabled && (named is null || key.Id == named) && _context.IsKnown(key.CreateTime, _context.Options.Consistency.Key))
            .Any(key =>
            {
                using var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key.PublicKey), out _);
                return claim.IsSignedBy(rsa);
            });
    }

    private static GoogleException Invalid(string description) => GoogleException.OAuth("invalid_grant", description);
}
