namespace KfPipelineTasks.Gcp.Clusters;

public sealed record AutoprovisioningDefaults(IReadOnlyList<string>? OauthScopes, string? ServiceAccount);
