using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Kube;

/// <summary>A running cluster and a client for it.</summary>
internal sealed class KubeFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LocalCloudServer _server;

    private KubeFixture(LocalCloudServer server, ClusterKey key, ClusterEndpoint endpoint)
    {
        _server = server;
        Key = key;
        Endpoint = endpoint;
        Cluster = server.Clusters.Find(key)!;
        Http = NewClient(endpoint);
    }

    public ClusterKey Key { get; }

    public ClusterEndpoint Endpoint { get; }

    public KubeCluster Cluster { get; }

    public LocalCloudServer Server => _server;

    /// <summary>Trusts the cluster's CA alone; sends no credentials of its own.</summary>
    public HttpClient Http { get; }

    public static async Task<KubeFixture> StartAsync(LocalCloudOptions? options = null)
    {
        var server = await LocalCloudServer.StartAsync(options ?? new LocalCloudOptions());
        var key = new ClusterKey("demo", "us-central1", "kf");
        return new(server, key, await server.Clusters.StartAsync(key, CancellationToken.None));
    }

    public static HttpClient NewClient(ClusterEndpoint endpoint) => Trust.NewClient(new Uri($"https://{endpoint.Host}"), endpoint.CaPem);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json", string? token = "", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        var bearer = token is "" ? Cluster.Tokens.AdminToken : token;
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text, response.Content.Headers.ContentType?.ToString() ?? "",
            response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : []);
    }

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> ApplyAsync(string path, string body, string manager = "m1", string more = "") =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}{more}", body, "application/apply-patch+yaml");

    /// <summary>Waits until a look at the cluster shows what is awaited.</summary>
    public static async Task UntilAsync(string awaited, Func<Task<bool>> look)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await look())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Still waiting for {awaited} after {Patience.TotalSeconds} s.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>What came back.</summary>
    internal sealed record Answer(int Code, string Text, string ContentType, IReadOnlyList<string> Warnings)
    {
        public JsonObject Json => JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(Text));
    }
}
