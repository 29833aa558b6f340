using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LocalCloud.Kube;

/// <summary>A certificate authority of its own for each cluster, and the server certificate that it signed.</summary>
internal sealed class ClusterCertificates
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private ClusterCertificates(X509Certificate2 ca, string caKeyPem, X509Certificate2 server)
    {
        CaPem = ca.ExportCertificatePem();
        CaKeyPem = caKeyPem;
        Server = server;
    }

    public string CaPem { get; }

    public string CaKeyPem { get; }

    public X509Certificate2 Server { get; }

    public static ClusterCertificates Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localcloud-cluster-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var (from, to) = Validity(time);
        using var ca = request.CreateSelfSigned(from, to);
        return new(ca, key.ExportPkcs8PrivateKeyPem(), Sign(ca));
    }

    public static ClusterCertificates Load(string caPem, string caKeyPem)
    {
        using var ca = X509Certificate2.CreateFromPem(caPem, caKeyPem);
        return new(ca, caKeyPem, Sign(ca));
    }

    private static X509Certificate2 Sign(X509Certificate2 ca)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        foreach (var name in new[] { "kubernetes", "kubernetes.default", "kubernetes.default.svc" }) names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var (from, to) = (new DateTimeOffset(ca.NotBefore), new DateTimeOffset(ca.NotAfter));
        using var signed = request.Create(ca, from, to, RandomNumberGenerator.GetBytes(16));
        var withKey = signed.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows()) return withKey;
        // Windows serves TLS only with keys that were imported.
        using (withKey) return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Clients check certificates by their own clock, so the validity covers both it and a simulated one.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Validity(TimeProvider time)
    {
        var (here, there) = (TimeProvider.System.GetUtcNow(), time.GetUtcNow());
        var (first, last) = here < there ? (here, there) : (there, here);
        return (first.AddDays(-1), last + Lifetime);
    }
}
