using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using KfPipelineTasks.Cluster.Access;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Makes the network end of a door: HTTP/2 where the server speaks it, connections kept, TLS as the access says.</summary>
internal static class Sockets
{
    /// <param name="connected">Told about every new connection.</param>
    public static SocketsHttpHandler Handler(ClusterAccess access, CertificateBox box, Action connected)
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // A watch on a dead connection would be silent for ever.
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                    connected();
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            SslOptions = Tls(access, box),
        };
        if (access.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
            handler.UseProxy = true;
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Tls(ClusterAccess access, CertificateBox box)
    {
        var tls = new SslClientAuthenticationOptions { LocalCertificateSelectionCallback = (_, _, _, _, _) => box.Certificate! };
        if (access.Insecure)
        {
#pragma warning disable CA5359, MA0039 // The kubeconfig says insecure-skip-tls-verify: the user's own word.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        }
        else if (access.CertificateAuthority is { } pem)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // A cluster's CA publishes no revocation lists.
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationFlags = X509VerificationFlags.IgnoreNotTimeNested,
            };
            policy.CustomTrustStore.AddRange(Certificates.Authority(pem, $"cluster '{access.Name}'"));
            tls.CertificateChainPolicy = policy;
        }

        return tls;
    }
}
