using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Tokens;

/// <summary>The Security Token Service: gives a federated token for one of an outside issuer.</summary>
public sealed class TokenExchange
{
    private const int LongestSubject = 127;

    private readonly WorldContext _context;
    private readonly TokenMint _mint;
    private readonly SigningKeys _keys;
    private readonly Table<IdentityProvider> _providers;

    internal TokenExchange(WorldContext context, TokenMint mint, SigningKeys keys)
    {
        _context = context;
        _mint = mint;
        _keys = keys;
        _providers = context.Table<IdentityProvider>("identityProviders");
    }

    public IEnumerable<IdentityProvider> Providers => _providers.All;

    public void Put(IdentityProvider provider) => _providers.Put(provider.Name, provider);

    /// <summary>Exchanges a token.</summary>
    /// <param name="audience"><c>//iam.googleapis.com/projects/N/locations/global/workloadIdentityPools/P/providers/X</c>.</param>
    /// <exception cref="GoogleException">What RFC 6749 and the service say: <c>invalid_target</c>, <c>invalid_grant</c>, <c>unauthorized_client</c>.</exception>
    public string Exchange(string audience, string subjectToken, IReadOnlyList<string> scopes)
    {
        const string prefix = "//iam.googleapis.com/";
        if (!audience.StartsWith(prefix, StringComparison.Ordinal) || _providers.Find(audience[prefix.Length..]) is not { } provider)
            throw GoogleException.OAuth("invalid_target", "The target service indicated by the \"audience\" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn't exist.");

        var token = Jwt.Read(subjectToken) ?? throw GoogleException.OAuth("invalid_request", "Unable to parse the ID Token.");
        CheckToken(token, provider);
        var attributes = Map(token, provider);
        var subject = attributes["google.subject"];
        var pool = $"//iam.googleapis.com/{provider.PoolName}";
        var sets = attributes.Where(pair => pair.Key.StartsWith("attribute.", StringComparison.Ordinal)).Select(pair => $"principalSet:{pool}/{pair.Key}/{pair.Value}");
        return _mint.Issue($"principal:{pool}/subject/{subject}", scopes, alsoKnownAs: [.. sets, $"principalSet:{pool}/*"]);
    }

    private void CheckToken(Jwt token, IdentityProvider provider)
    {
        var issuer = token.Claims.Text("iss") ?? "";
        if (issuer != provider.Issuer)
            throw GoogleException.OAuth("invalid_grant", $"The issuer in ID Token {issuer} does not match the expected ones: {provider.Issuer}");
        if (!IsSigned(token, provider)) throw GoogleException.OAuth("invalid_grant", "Error verifying the ID Token: the signature is invalid.");

        IReadOnlyList<string> expected = provider.Audiences.Count > 0 ? provider.Audiences : [$"https://iam.googleapis.com/{provider.Name}", $"//iam.googleapis.com/{provider.Name}"];
        if (!token.Audiences.Any(expected.Contains))
            throw GoogleException.OAuth("invalid_grant", $"The audience in ID Token [{string.Join(", ", token.Audiences)}] does not match the expected audience{(expected.Count > 1 ? "" : $" {expected[0]}")}.");

        var now = _context.Options.CredentialClock.GetUtcNow();
        if (token.Time("exp") is not { } expires || expires <= now)
            throw GoogleException.OAuth("invalid_grant", $"ID Token issued at {token.Time("iat")?.ToUnixTimeSeconds()} is stale to sign-in.");
    }

    private bool IsSigned(Jwt token, IdentityProvider provider)
    {
        if (provider.Jwks is null) return _keys.Verifies(SigningKeys.GitHub, token);
        var keys = JsonNode.Parse(provider.Jwks)?["keys"] as JsonArray ?? [];
        return keys.OfType<JsonObject>().Where(key => key.Text("kty") == "RSA").Any(key =>
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.Text("n")), Exponent = Base64Url.DecodeFromChars(key.Text("e")) });
            return token.IsSignedBy(rsa);
        });
    }

    private Dictionary<string, string> Map(Jwt token, IdentityProvider provider)
    {
        var facts = new ConditionFacts(_context.Now, "", Assertion: token.Claims.ToDictionary(claim => claim.Key, claim => Plain(claim.Value)));
        var attributes = provider.Mapping.ToDictionary(pair => pair.Key, pair => Evaluate(pair.Value, facts));
        if (Encoding.UTF8.GetByteCount(attributes.GetValueOrDefault("google.subject", "")) is 0 or > LongestSubject)
            throw GoogleException.OAuth("invalid_request", $"The size of mapped attribute google.subject exceeds the {LongestSubject} bytes limit, or it is empty. Either modify your attribute mapping or the incoming assertion to produce a mapped attribute that is less than {LongestSubject} bytes.");
        if (provider.Condition is { } condition && !ConditionExpression.Holds(condition, facts with { Attributes = attributes }))
            throw GoogleException.OAuth("unauthorized_client", "The given credential is rejected by the attribute condition.");
        return attributes;
    }

    private static string Evaluate(string expression, ConditionFacts facts)
    {
        try
        {
            return ConditionExpression.Evaluate(expression, facts)?.ToString() ?? "";
        }
        catch (FormatException problem)
        {
            throw GoogleException.OAuth("invalid_grant", $"The attribute mapping '{expression}' could not be applied to the ID Token: {problem.Message}");
        }
    }

    private static object? Plain(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.AsValue().TryGetValue<long>(out var number) => number,
        JsonValueKind.Array => ((JsonArray)value).Select(Plain).ToList(),
        _ => null,
    };
}
