namespace KfPipelineTasks.Gcp.Compute;

/// <summary>Identity-Aware Proxy of a backend service.</summary>
/// <param name="Oauth2ClientId">OAuth client that people are signed in with; empty: Google's own.</param>
public sealed record BackendIap(bool? Enabled, string? Oauth2ClientId);
