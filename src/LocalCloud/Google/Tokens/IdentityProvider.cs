using System.Text.Json.Serialization;

namespace LocalCloud.Google.Tokens;

/// <summary>A provider of a workload identity pool.</summary>
/// <param name="ProjectNumber">Number of the project the pool lives in.</param>
/// <param name="Pool">Pool id.</param>
/// <param name="Id">Provider id.</param>
/// <param name="Issuer">Whose tokens it takes.</param>
public sealed record IdentityProvider(string ProjectNumber, string Pool, string Id, string Issuer)
{
    /// <summary>Issuer of GitHub Actions.</summary>
    public const string GitHub = "https://token.actions.githubusercontent.com";

    /// <summary>Audiences it takes; none means its own name.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Which tokens it takes (an expression over <c>assertion</c> and <c>attribute</c>); null: all.</summary>
    public string? Condition { get; init; }

    /// <summary>Attributes and the expressions they come from.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string> { ["google.subject"] = "assertion.sub" };

    /// <summary>Key set (JSON) that tokens are verified with; null: the keys of the GitHub-shaped issuer of this cloud.</summary>
    public string? Jwks { get; init; }

    [JsonIgnore]
    public string PoolName => $"projects/{ProjectNumber}/locations/global/workloadIdentityPools/{Pool}";

    [JsonIgnore]
    public string Name => $"{PoolName}/providers/{Id}";
}
