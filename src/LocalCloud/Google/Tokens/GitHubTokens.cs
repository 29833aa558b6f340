using System.Text.Json.Nodes;

namespace LocalCloud.Google.Tokens;

/// <summary>An issuer with the shape of GitHub Actions': what a job asks for an ID token.</summary>
public sealed class GitHubTokens
{
    private readonly WorldContext _context;
    private readonly SigningKeys _keys;

    internal GitHubTokens(WorldContext context, SigningKeys keys)
    {
        _context = context;
        _keys = keys;
    }

    /// <summary>Claims of the pretended job; tests and scenarios change them.</summary>
    public IDictionary<string, string> Claims { get; } = new Dictionary<string, string>
    {
        ["sub"] = "repo:example/kubeflow:ref:refs/heads/main",
        ["repository"] = "example/kubeflow",
        ["repository_id"] = "100000001",
        ["repository_owner"] = "example",
        ["repository_owner_id"] = "2000001",
        ["ref"] = "refs/heads/main",
        ["workflow"] = "deploy",
        ["event_name"] = "push",
        ["job_workflow_ref"] = "example/kubeflow/.github/workflows/deploy.yml@refs/heads/main",
    };

    /// <summary>An ID token for an audience; it lives for five minutes.</summary>
    public string Issue(string audience)
    {
        var now = _context.Options.CredentialClock.GetUtcNow();
        var claims = new JsonObject(Claims.Select(claim => KeyValuePair.Create(claim.Key, (JsonNode?)claim.Value)))
        {
            ["iss"] = IdentityProvider.GitHub,
            ["aud"] = audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TimeSpan.FromMinutes(5)).ToUnixTimeSeconds(),
        };
        return _keys.Sign(SigningKeys.GitHub, claims);
    }

    /// <summary>The issuer's public keys.</summary>
    public JsonObject KeySet() => _keys.KeySet(SigningKeys.GitHub);
}
