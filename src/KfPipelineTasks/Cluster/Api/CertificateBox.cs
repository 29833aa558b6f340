using System.Security.Cryptography.X509Certificates;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>The client certificate of the credential shown last: a TLS handshake is not told which request it is for.</summary>
internal sealed class CertificateBox
{
    public X509Certificate2? Certificate { get; set; }
}
