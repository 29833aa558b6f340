namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Who the requests come from.</summary>
/// <param name="Who">E-mail, or what the credential is where Google names nobody (federation without impersonation).</param>
/// <param name="Credential">What kind of credential it is.</param>
/// <param name="Expires">When its token ends; null when nobody says.</param>
/// <param name="Scopes">OAuth scopes of the token; empty when nobody says.</param>
public sealed record Identity(string Who, string Credential, DateTimeOffset? Expires, IReadOnlyList<string> Scopes)
{
    /// <summary>False when the token is known to lack the scope that every API here needs.</summary>
    public bool HasCloudScope => Scopes.Count == 0 || Scopes.Contains("https://www.googleapis.com/auth/cloud-platform");
}
