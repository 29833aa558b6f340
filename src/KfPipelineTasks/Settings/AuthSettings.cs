using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Google credentials.</summary>
public sealed record AuthSettings
{
    public AuthMode Mode { get; init; } = AuthMode.Adc;

    /// <summary>Workload identity provider: <c>projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>E-mail of the service account to act as; empty: nobody else.</summary>
    public string Impersonate { get; init; } = "";

    /// <summary>JSON of a service account key.</summary>
    public Secret? Key { get; init; }

    /// <summary>OAuth access token.</summary>
    public Secret? Token { get; init; }
}
