using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>What the GKE API says about how a cluster can be reached.</summary>
/// <param name="Name"><c>projects/P/locations/L/clusters/C</c>.</param>
/// <param name="CertificateAuthority">PEM of <c>masterAuth.clusterCaCertificate</c>.</param>
public sealed record GkeCluster(string Name, string? CertificateAuthority)
{
    /// <summary>Public address: <c>privateClusterConfig.publicEndpoint</c> or <c>endpoint</c>. A port may follow (<c>127.0.0.1:1234</c>).</summary>
    public string? PublicEndpoint { get; init; }

    /// <summary>Private address: <c>privateClusterConfig.privateEndpoint</c>.</summary>
    public string? PrivateEndpoint { get; init; }

    /// <summary>DNS name: <c>controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint</c>.</summary>
    public string? DnsEndpoint { get; init; }

    /// <summary>Full address of the fleet membership at the Connect Gateway.</summary>
    public string? ConnectGateway { get; init; }

    /// <summary>How to reach the cluster by one of its endpoints.</summary>
    /// <param name="kind">Which endpoint.</param>
    /// <param name="token">Gives a Google access token; see <see cref="ProvidedToken"/>.</param>
    /// <exception cref="UsageException">The cluster has no such endpoint.</exception>
    public ClusterAccess Access(GkeEndpoint kind, Func<bool, CancellationToken, Task<Secret>> token) =>
        new(Name, Address(kind))
        {
            // The DNS name and the gateway have certificates the whole world trusts.
            CertificateAuthority = kind is GkeEndpoint.Public or GkeEndpoint.Private ? CertificateAuthority : null,
            Credentials = new ProvidedToken(token),
        };

    /// <summary>Base address of an endpoint.</summary>
    /// <exception cref="UsageException">The cluster has no such endpoint.</exception>
    public Uri Address(GkeEndpoint kind)
    {
        var text = kind switch
        {
            GkeEndpoint.Public => PublicEndpoint,
            GkeEndpoint.Private => PrivateEndpoint,
            GkeEndpoint.Dns => DnsEndpoint,
            _ => ConnectGateway,
        };
        if (string.IsNullOrEmpty(text))
        {
            throw new UsageException($"Cluster {Name} has no {Word(kind)} endpoint.",
                Existing() is { Length: > 0 } others ? $"Use one it has: {others}." : "It may still be being created; wait until it is RUNNING.");
        }

        return new Uri(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}");
    }

    private string Existing() => string.Join(", ", new[]
    {
        (GkeEndpoint.Public, PublicEndpoint), (GkeEndpoint.Private, PrivateEndpoint), (GkeEndpoint.Dns, DnsEndpoint), (GkeEndpoint.ConnectGateway, ConnectGateway),
    }.Where(e => !string.IsNullOrEmpty(e.Item2)).Select(e => Word(e.Item1)));

    private static string Word(GkeEndpoint kind) => kind switch
    {
        GkeEndpoint.Public => "public",
        GkeEndpoint.Private => "private",
        GkeEndpoint.Dns => "DNS",
        _ => "Connect Gateway",
    };
}
