using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Tokens;

/// <summary>Security Token Service v1.</summary>
internal sealed class StsApi : ApiSurface
{
    private static readonly string[] SubjectTypes = ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];

    public StsApi(GoogleWorld world) : base(world, "sts", "sts.googleapis.com", ErrorShape.OAuth) => Post("v1/token", null, null, Exchange);

    public override bool NeedsToken => false;

    // The discovery document names the fields in camel case, the real clients send the form of RFC 8693.
    protected override async ValueTask<JsonObject> ReadAsync(HttpContext context, ApiRoute route) => await Forms.ReadAsync(context);

    private JsonObject Exchange(ApiCall call)
    {
        if (Field(call, "grant_type", "grantType") != "urn:ietf:params:oauth:grant-type:token-exchange")
            throw GoogleException.OAuth("unsupported_grant_type", "Invalid grant_type: expected urn:ietf:params:oauth:grant-type:token-exchange");
        var subjectType = Field(call, "subject_token_type", "subjectTokenType");
        if (!SubjectTypes.Contains(subjectType)) throw GoogleException.OAuth("invalid_request", $"Invalid value for subject_token_type: '{subjectType}'.");
        var scopes = Field(call, "scope", "scope").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Length == 0) throw GoogleException.OAuth("invalid_scope", "The scope parameter is required.");

        var token = World.Exchange.Exchange(Field(call, "audience", "audience"), Field(call, "subject_token", "subjectToken"), scopes);
        return new JsonObject
        {
            ["access_token"] = token,
            ["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)World.Options.TokenLifetime.TotalSeconds - 1,
        };
    }

    private static string Field(ApiCall call, string form, string json) => Forms.Value(call.Body, form) is { Length: > 0 } value ? value : Forms.Value(call.Body, json);
}
