namespace LocalCloud.Google.Iam;

/// <summary>Who a token stands for.</summary>
/// <param name="Member">As in policies: <c>user:…</c>, <c>serviceAccount:…</c>, <c>principal://…</c>.</param>
/// <param name="Scopes">OAuth scopes of the token.</param>
/// <param name="ExpiresAt">When the token ends; null: never.</param>
public sealed record Caller(string Member, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null)
{
    public const string CloudPlatform = "https://www.googleapis.com/auth/cloud-platform";

    internal static Caller Anonymous { get; } = new("allUsers", []);

    /// <summary>Further members the caller counts as: the principal sets of a workload identity pool.</summary>
    public IReadOnlyList<string> AlsoKnownAs { get; init; } = [];

    /// <summary>E-mail, or the member's name when it has none.</summary>
    public string Email => Member[(Member.IndexOf(':') + 1)..];

    /// <summary>True when the token may be used with the Cloud APIs at all.</summary>
    internal bool HasCloudScope => Scopes.Contains(CloudPlatform) || Scopes.Contains("https://www.googleapis.com/auth/iam");
}
