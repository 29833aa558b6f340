using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>An OAuth access token.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="Expires">When it ends; null when nobody says.</param>
public sealed record AccessToken(Secret Value, DateTimeOffset? Expires);
