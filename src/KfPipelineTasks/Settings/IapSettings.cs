using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Identity-Aware Proxy.</summary>
public sealed record IapSettings
{
    public OAuthMode OAuth { get; init; } = OAuthMode.Custom;

    /// <summary>Id of the custom OAuth client, ending in <c>.apps.googleusercontent.com</c>.</summary>
    public string ClientId { get; init; } = "";

    public Secret? ClientSecret { get; init; }

    /// <summary>Who may come in, as IAM members (<c>user:</c>, <c>group:</c>, <c>domain:</c>, ...).</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Who may no longer come in.</summary>
    public IReadOnlyList<string> RemovedMembers { get; init; } = [];

    public IapScope Scope { get; init; } = IapScope.Project;

    /// <summary>Title of the condition of the grant; empty: no condition.</summary>
    public string ConditionTitle { get; init; } = "";

    /// <summary>The condition itself, in Common Expression Language; empty: no condition.</summary>
    public string Condition { get; init; } = "";

    /// <summary>
    /// Where Google sends people back to after they signed in; it must be written into the custom OAuth client letter by letter.
    /// Empty without a client.
    /// </summary>
    public string RedirectUri => ClientId.Length > 0 ? $"https://iap.googleapis.com/v1/oauth/clientIds/{ClientId}:handleRedirect" : "";
}
