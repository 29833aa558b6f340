using System.Text;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>Google Cloud of one run: where it is, who asks, and the way into its clusters. A rehearsal has other addresses and nothing else.</summary>
internal sealed class GoogleSide : IDisposable
{
    private readonly GcpDoor _door;

    private GoogleSide(GcpDoor door, GoogleCloud cloud) => (_door, Cloud) = (door, cloud);

    public GoogleCloud Cloud { get; }

    /// <exception cref="UsageException">There are no credentials.</exception>
    public static async Task<GoogleSide> OpenAsync(Run run, Rehearsal? rehearsal)
    {
        var (settings, time) = (run.Settings, run.Surroundings.Time);
        var endpoints = GcpEndpoints.From(rehearsal?.Endpoints ?? run.Surroundings.Environment);
        var tokens = rehearsal is null ? await TokensAsync(settings.Auth, run.Surroundings.Environment, endpoints, time, run.Stop) : new FixedToken(rehearsal.Token);
        var door = GcpDoor.Create(endpoints, tokens, time, new GcpDoorOptions
        {
            QuotaProject = run.Surroundings.Environment.GetValueOrDefault("GOOGLE_CLOUD_QUOTA_PROJECT"), CredentialPatience = run.Surroundings.CredentialPatience,
            OnTryingAgain = (why, left) => run.Output.Info($"{why.Message} It is tried again, for up to {Math.Ceiling(left.TotalSeconds):0} s."),
        });
        return new GoogleSide(door, new GoogleCloud(door, run.Output, settings.Timeouts.Operation));
    }

    /// <summary>The way into a GKE cluster, with a token that stays fresh for as long as the run takes.</summary>
    /// <exception cref="UsageException">There is no such cluster, or it has no such endpoint.</exception>
    /// <exception cref="NotReadyInTimeException">It is still being made.</exception>
    public async Task<ClusterAccess> AccessAsync(ClusterPath path, ClusterEndpoint endpoint, CancellationToken cancellation) =>
        Access(path, await ClusterSearch.WithEndpointAsync(Cloud, path, cancellation), endpoint);

    /// <inheritdoc cref="AccessAsync"/>
    public ClusterAccess Access(ClusterPath path, ClusterDetails cluster, ClusterEndpoint endpoint) =>
        new GkeCluster(path.Name, cluster.MasterAuth?.ClusterCaCertificate is { Length: > 0 } ca ? Encoding.UTF8.GetString(Convert.FromBase64String(ca)) : null)
        {
            PublicEndpoint = cluster.PrivateClusterConfig?.PublicEndpoint ?? cluster.Endpoint,
            PrivateEndpoint = cluster.PrivateClusterConfig?.PrivateEndpoint,
            DnsEndpoint = cluster.ControlPlaneEndpointsConfig?.DnsEndpointConfig?.Endpoint,
            ConnectGateway = cluster.Fleet?.Membership is { Length: > 0 } membership ? Gateway(membership) : null,
        }.Access(endpoint switch
        {
            ClusterEndpoint.Private => GkeEndpoint.Private,
            ClusterEndpoint.Dns => GkeEndpoint.Dns,
            ClusterEndpoint.ConnectGateway => GkeEndpoint.ConnectGateway,
            _ => GkeEndpoint.Public,
        }, async (renew, stop) => (await _door.Tokens.GetAsync(renew, stop)).Value);

    public void Dispose() => _door.Dispose();

    private static async Task<ITokenSource> TokensAsync(AuthSettings auth, IReadOnlyDictionary<string, string> environment, GcpEndpoints endpoints, TimeProvider time, CancellationToken cancellation)
    {
        var source = auth.Mode switch
        {
            AuthMode.Federation => TokenSources.Federation(auth.Provider, environment, endpoints, time),
            AuthMode.Key => TokenSources.Key(auth.Key ?? throw Missing("auth.key"), time),
            AuthMode.Token => TokenSources.Token(auth.Token ?? throw Missing("auth.token")),
            _ => await TokenSources.ApplicationDefaultAsync(environment, time, cancellation),
        };
        return auth.Impersonate.Length == 0 ? source : TokenSources.Impersonate(source, auth.Impersonate, endpoints, time);
    }

    private static UsageException Missing(string setting) => new($"{setting} is not given.", "auth.mode asks for it; pass it through the environment.");

    // The membership is named with its service: //gkehub.googleapis.com/projects/P/locations/L/memberships/M.
    private static string Gateway(string membership) =>
        $"https://connectgateway.googleapis.com/v1/{(membership.IndexOf("projects/", StringComparison.Ordinal) is >= 0 and var at ? membership[at..] : membership).Replace("/memberships/", "/gkeMemberships/", StringComparison.Ordinal)}";
}
