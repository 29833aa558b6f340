using System.Net;
using System.Net.Sockets;
using System.Text;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Api;

/// <summary>The door on a real TLS server.</summary>
public sealed class Networks
{
    [Fact]
    public async Task The_clusters_own_authority_is_trusted_and_no_other()
    {
        await using var cluster = await LocalCluster.StartAsync();
        Assert.NotNull((await cluster.Door.PinAsync(default)).Uid);
        await using var other = await LocalCluster.StartAsync();
        using var wrong = new ClusterDoor(cluster.Access with { CertificateAuthority = other.Access.CertificateAuthority }, FakeApi.Quick);
        var error = await Assert.ThrowsAsync<KubeError>(() => wrong.PinAsync(default));
        Assert.StartsWith("local: reading its identity failed: TLS with 127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("certificate", error.Next, StringComparison.Ordinal);
        Assert.Equal(1, wrong.Statistics.Requests);
    }

    [Fact]
    public async Task Insecure_means_any_certificate()
    {
        await using var cluster = await LocalCluster.StartAsync();
        using var door = new ClusterDoor(cluster.Access with { CertificateAuthority = null, Insecure = true }, FakeApi.Quick);
        Assert.NotNull((await door.PinAsync(default)).Uid);
    }

    [Fact]
    public async Task The_certificate_is_checked_against_the_tls_server_name()
    {
        await using var cluster = await LocalCluster.StartAsync();
        using var door = new ClusterDoor(cluster.Access with { TlsServerName = "localhost" }, FakeApi.Quick);
        Assert.NotNull((await door.PinAsync(default)).Uid);
        using var wrong = new ClusterDoor(cluster.Access with { TlsServerName = "somewhere.else" }, FakeApi.Quick);
        Assert.Equal(KubeErrorKind.Unreachable, (await Assert.ThrowsAsync<KubeError>(() => wrong.PinAsync(default))).Kind);
    }

    [Fact]
    public async Task A_proxy_of_the_kubeconfig_is_used()
    {
        await using var cluster = await LocalCluster.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var asked = new List<string>();
        var proxy = ProxyAsync(listener, asked, end.Token);
        using (var door = new ClusterDoor(cluster.Access with { Proxy = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}") }, FakeApi.Quick))
        {
            Assert.NotNull((await door.PinAsync(default)).Uid);
        }

        Assert.Equal($"CONNECT {cluster.Access.Server.Authority} HTTP/1.1", Assert.Single(asked));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proxy);
    }

    [Fact]
    public async Task A_token_the_server_does_not_know_is_refused_with_the_way_out()
    {
        await using var cluster = await LocalCluster.StartAsync();
        using var door = cluster.Open(credentials: new FixedCredential(new Credential(new Secret("nobody"))));
        var error = await Assert.ThrowsAsync<KubeError>(() => door.PinAsync(default));
        Assert.Equal(KubeErrorKind.Unauthorized, error.Kind);
        Assert.DoesNotContain("nobody", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http2_carries_many_requests_over_one_connection()
    {
        await using var cluster = await LocalCluster.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cluster.Door.SendAsync(new KubeRequest(HttpMethod.Get, "/api/v1/namespaces", "list"), default)));
        Assert.Equal(1, cluster.Door.Connections);
    }

    private static async Task ProxyAsync(TcpListener listener, List<string> asked, CancellationToken end)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(end);
            _ = ServeAsync(client, asked, end);
        }
    }

    private static async Task ServeAsync(TcpClient client, List<string> asked, CancellationToken end)
    {
        using (client)
        {
            var stream = client.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, end) > 0) head.Append((char)one[0]);
            asked.Add(head.ToString().Split("\r\n")[0]);
            var target = asked[^1].Split(' ')[1].Split(':');
            using var server = new TcpClient();
            await server.ConnectAsync(target[0], int.Parse(target[1]), end);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), end);
            await Task.WhenAny(stream.CopyToAsync(server.GetStream(), end), server.GetStream().CopyToAsync(stream, end));
        }
    }
}
