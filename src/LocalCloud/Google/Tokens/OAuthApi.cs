using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Tokens;

/// <summary>OAuth 2.0 token endpoint, token introspection, and the GitHub-shaped issuer: where tokens come from.</summary>
internal sealed class OAuthApi : ApiSurface
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public OAuthApi(GoogleWorld world) : base(world, "oauth", "oauth2.googleapis.com", ErrorShape.OAuth)
    {
        Post("token", null, null, Token);
        Get("tokeninfo", null, TokenInfo);
        Get("certs", null, _ => world.OAuth.Certificates());
        Get("ghoidc", null, GitHubToken);
        Get("ghoidc/jwks", null, _ => world.GitHub.KeySet());
    }

    public override bool NeedsToken => false;

    // Forms become objects, so that handlers see one kind of body.
    protected override async ValueTask<JsonObject> ReadAsync(HttpContext context, ApiRoute route) =>
        route.Method == "GET" ? [] : await Forms.ReadAsync(context);

    private JsonObject Token(ApiCall call)
    {
        var form = call.Body;
        return Forms.Value(form, "grant_type") switch
        {
            JwtBearer => World.OAuth.Redeem(Forms.Value(form, "assertion"), $"{call.BaseAddress}/oauth/token"),
            "refresh_token" => World.OAuth.Refresh(Forms.Value(form, "refresh_token")),
            "" => throw GoogleException.OAuth("invalid_request", "Required parameter is missing: grant_type"),
            var other => throw GoogleException.OAuth("unsupported_grant_type", $"Invalid grant_type: {other}"),
        };
    }

    private JsonObject TokenInfo(ApiCall call)
    {
        var caller = World.Tokens.Resolve(call.Query["access_token"].ToString()) ?? throw GoogleException.OAuth("invalid_token", "Invalid Value");
        var expires = caller.ExpiresAt ?? DateTimeOffset.MaxValue;
        var left = Math.Min((expires - World.Options.CredentialClock.GetUtcNow()).TotalSeconds, World.Options.TokenLifetime.TotalSeconds);
        return new JsonObject
        {
            ["azp"] = caller.Email,
            ["aud"] = caller.Email,
            ["scope"] = string.Join(' ', caller.Scopes),
            ["exp"] = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["expires_in"] = ((long)left).ToString(CultureInfo.InvariantCulture),
            ["email"] = caller.Email,
            ["email_verified"] = "true",
            ["access_type"] = "online",
        };
    }

    private JsonObject GitHubToken(ApiCall call)
    {
        if (call.Header("Authorization") is not { Length: > 7 }) throw GoogleException.Unauthenticated(missing: true, "token.actions.githubusercontent.com");
        var audience = call.Query["audience"].ToString();
        var token = World.GitHub.Issue(audience.Length > 0 ? audience : "https://github.com/example");
        return new JsonObject { ["count"] = token.Length, ["value"] = token };
    }
}
