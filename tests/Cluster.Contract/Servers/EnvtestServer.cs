using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestKit;

namespace Cluster.Contract.Servers;

/// <summary>
/// A real kube-apiserver with its etcd, from the folder that <c>KUBEBUILDER_ASSETS</c> names (the convention of envtest).
/// No controllers run, so expectations must not need any.
/// </summary>
public sealed class EnvtestServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly List<Process> _processes = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contract-");

    /// <summary>The folder with the programs, or null.</summary>
    public static string? Assets => Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "kube-apiserver")) ? folder : null;

    public async Task<ApiServer> StartAsync()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var (etcd, peer, port) = (FreePort(), FreePort(), FreePort());
        var certificate = WriteFiles(token);
        Run("etcd", $"--data-dir={Path.Combine(_folder.FullName, "etcd")}", $"--listen-client-urls=http://127.0.0.1:{etcd}", $"--advertise-client-urls=http://127.0.0.1:{etcd}", $"--listen-peer-urls=http://127.0.0.1:{peer}", "--unsafe-no-fsync", "--log-level=error");
        Run("kube-apiserver",
            $"--etcd-servers=http://127.0.0.1:{etcd}", "--bind-address=127.0.0.1", $"--secure-port={port}", $"--tls-cert-file={InFolder("server.crt")}", $"--tls-private-key-file={InFolder("server.key")}",
            $"--token-auth-file={InFolder("tokens.csv")}", "--authorization-mode=RBAC", $"--service-account-key-file={InFolder("sa.key")}", $"--service-account-signing-key-file={InFolder("sa.key")}",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local", "--service-cluster-ip-range=10.96.0.0/16", "--disable-admission-plugins=ServiceAccount");
        var server = new ApiServer(Trust.NewClient(new Uri($"https://127.0.0.1:{port}"), certificate), certificate, token, DisposeAsync);
        await WaitAsync(server);
        return server;
    }

    private static async Task WaitAsync(ApiServer server)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if ((await server.GetAsync("/readyz")).Code == 200) return;
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
                // It does not listen yet.
            }
            if (patience.IsCancellationRequested) throw new TimeoutException($"kube-apiserver was not ready after {Patience.TotalSeconds} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private string WriteFiles(string token)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(InFolder("server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(InFolder("server.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(InFolder("sa.key"), key.ExportRSAPrivateKeyPem());
        File.WriteAllText(InFolder("tokens.csv"), $"{token},admin,admin,system:masters\n");
        return certificate.ExportCertificatePem();
    }

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Assets!, program), arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.OutputDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _processes.Add(process);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _processes.Clear();
        _folder.Delete(recursive: true);
    }
}
