namespace KfPipelineTasks.Cluster.Access;

/// <summary>How to reach one API server, and as whom.</summary>
/// <param name="Name">What people call it: the kubeconfig context, or <c>projects/P/locations/L/clusters/C</c>.</param>
/// <param name="Server">Base address; may have a path (Connect Gateway, Rancher and the like).</param>
public sealed record ClusterAccess(string Name, Uri Server)
{
    /// <summary>PEM of the certificates to trust; null for the machine's own.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Accept any server certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>Name to ask for and to check in the server certificate, when it is not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Proxy for this cluster; null for what the environment says (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).</summary>
    public Uri? Proxy { get; init; }

    public ICredentialSource Credentials { get; init; } = FixedCredential.None;

    /// <summary>Namespace of the context; null when it names none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Further headers of every request (impersonation).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
