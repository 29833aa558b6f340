using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Access;

public sealed class CredentialSources
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_token_file_is_read_again_after_a_minute_and_when_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("token", "one\n");
        var time = new ManualTime(Noon);
        var source = new TokenFile(path, time);
        Assert.Equal("one", (await source.GetAsync(null, default)).Token!.Reveal());
        folder.Write("token", "two");
        var cached = await source.GetAsync(null, default);
        Assert.Equal("one", cached.Token!.Reveal());
        Assert.Equal("two", (await source.GetAsync(cached, default)).Token!.Reveal());
        folder.Write("token", "three");
        time.Move(TimeSpan.FromSeconds(61));
        Assert.Equal("three", (await source.GetAsync(null, default)).Token!.Reveal());
    }

    [Fact]
    public async Task A_plugin_is_asked_again_only_shortly_before_its_token_expires()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime(Noon);
        using var plugin = Plugin(folder, time, """
            n=$(($(cat "$COUNT" 2>/dev/null || echo 0) + 1)); echo $n > "$COUNT"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"expirationTimestamp":"2026-01-02T13:00:00Z","token":"t'$n'"}}'
            """);
        Assert.Equal("t1", (await plugin.GetAsync(null, default)).Token!.Reveal());
        Assert.Equal("t1", (await plugin.GetAsync(null, default)).Token!.Reveal());
        time.Move(TimeSpan.FromMinutes(59.9));
        Assert.Equal("t2", (await plugin.GetAsync(null, default)).Token!.Reveal());
    }

    [Fact]
    public async Task A_refused_token_is_fetched_again_once_for_all_who_wait()
    {
        using var folder = new TemporaryFolder();
        using var plugin = Plugin(folder, TimeProvider.System, """
            n=$(($(cat "$COUNT" 2>/dev/null || echo 0) + 1)); echo $n > "$COUNT"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t'$n'"}}'
            """);
        var first = await plugin.GetAsync(null, default);
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => plugin.GetAsync(first, default).AsTask()));
        Assert.All(others, o => Assert.Equal("t2", o.Token!.Reveal()));
    }

    [Fact]
    public async Task A_plugin_knows_that_nobody_is_there_to_answer_it()
    {
        using var folder = new TemporaryFolder();
        using var plugin = Plugin(folder, TimeProvider.System, """
            echo "$KUBERNETES_EXEC_INFO" > "$COUNT"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}'
            """);
        await plugin.GetAsync(null, default);
        Assert.Contains("\"interactive\":false", File.ReadAllText(folder.Path("count")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo no login >&2; exit 3", "it ended with code 3: no login")]
    [InlineData("echo my-token", "its answer is not JSON")]
    [InlineData("echo '{\"kind\":\"Other\"}'", "its answer is not an ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "it answered as client.authentication.k8s.io/v1, the kubeconfig asks for client.authentication.k8s.io/v1beta1")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{}}'", "its answer holds neither a token nor a client certificate with its key")]
    public async Task A_plugin_that_fails_is_named_with_the_cause(string script, string cause)
    {
        using var folder = new TemporaryFolder();
        using var plugin = Plugin(folder, TimeProvider.System, script);
        var error = await Assert.ThrowsAsync<DeployException>(() => plugin.GetAsync(null, default).AsTask());
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Contains("plugin.sh", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_ended()
    {
        using var folder = new TemporaryFolder();
        using var plugin = Plugin(folder, TimeProvider.System, "exec tail -f /dev/null", TimeSpan.FromMilliseconds(200));
        var error = await Assert.ThrowsAsync<DeployException>(() => plugin.GetAsync(null, default).AsTask());
        Assert.Contains("did not answer within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_read_from_files_or_in_place()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("O=system:masters, CN=admin", key, HashAlgorithmName.SHA256).CreateSelfSigned(Noon, Noon.AddYears(50));
        using var folder = new TemporaryFolder();
        folder.Write("cert.pem", made.ExportCertificatePem());
        folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        var inPlace = Convert.ToBase64String(Encoding.UTF8.GetBytes(made.ExportCertificatePem()));
        foreach (var certificate in new[] { "client-certificate: cert.pem", $"client-certificate-data: {inPlace}" })
        {
            var file = folder.Write("config.yaml", $$"""
                current-context: ctx
                clusters: [{name: c, cluster: {server: "https://a.example"} }]
                contexts: [{name: ctx, context: {cluster: c, user: u} }]
                users: [{name: u, user: { {{certificate}}, client-key: key.pem } }]
                """);
            var access = Kubeconfig.Read([file], YamlDocument.ToJson, TimeProvider.System).Access();
            var credential = await access.Credentials.GetAsync(null, default);
            Assert.Equal(made.Thumbprint, credential.Certificate!.Thumbprint);
            Assert.True(credential.Certificate.HasPrivateKey);
        }
    }

    [Fact]
    public void In_a_cluster_the_mounted_service_account_counts()
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", "sa");
        folder.Write("namespace", "kubeflow\n");
        var access = InCluster.Access(name => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "443", _ => null }, TimeProvider.System, folder.Root)!;
        Assert.Equal("https://[fd00::1]/", access.Server.ToString());
        Assert.Equal("kubeflow", access.Namespace);
        Assert.Null(InCluster.Access(_ => null, TimeProvider.System, folder.Root));
    }

    [Fact]
    public void A_gke_cluster_is_reached_by_the_endpoint_asked_for()
    {
        var cluster = new GkeCluster("projects/p/locations/l/clusters/c", "PEM") { PublicEndpoint = "1.2.3.4", DnsEndpoint = "gke-1.l.gke.goog" };
        var direct = cluster.Access(GkeEndpoint.Public, (_, _) => Task.FromResult(new Secret("t")));
        Assert.Equal(("https://1.2.3.4/", "PEM"), (direct.Server.ToString(), direct.CertificateAuthority));
        var dns = cluster.Access(GkeEndpoint.Dns, (_, _) => Task.FromResult(new Secret("t")));
        Assert.Equal(("https://gke-1.l.gke.goog/", null), (dns.Server.ToString(), dns.CertificateAuthority));
        var error = Assert.Throws<UsageException>(() => cluster.Address(GkeEndpoint.Private));
        Assert.Contains("public, DNS", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_kubeconfig_holds_no_secret_and_is_read_by_its_owner_only()
    {
        using var folder = new TemporaryFolder();
        var access = new ClusterAccess("gke_p_l_c", new Uri("https://1.2.3.4")) { CertificateAuthority = "PEM", Credentials = new FixedCredential(new Credential(new Secret("hidden"))) };
        folder.Write("kube/config", "someone else's");
        var path = PrivateKubeconfig.Write(folder.Path("kube"), folder.Path("work"), access);
        var text = File.ReadAllText(path);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.Contains("gke-gcloud-auth-plugin", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Throws<UsageException>(() => PrivateKubeconfig.Write(folder.Path("work/kube"), folder.Path("work"), access));
    }

    private static ExecPlugin Plugin(TemporaryFolder folder, TimeProvider time, string script, TimeSpan? timeout = null) =>
        new(new ExecSettings("me", folder.Write("plugin.sh", $"#!/bin/sh\n{script}\n", executable: true), "client.authentication.k8s.io/v1beta1")
        {
            Environment = [new("COUNT", folder.Path("count"))],
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
        }, time);
}
