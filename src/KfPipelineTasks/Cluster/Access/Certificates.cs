using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>Certificates out of PEM text.</summary>
internal static class Certificates
{
    /// <summary>A client certificate with its key.</summary>
    /// <exception cref="UsageException">The texts are not a certificate and its key.</exception>
    public static X509Certificate2 Client(string certificatePem, string keyPem, string whose)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            if (!OperatingSystem.IsWindows()) return certificate;
            // Schannel cannot use a key that lives in memory only.
            using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new UsageException($"The client certificate of {whose} cannot be used: {e.Message}", "Check that certificate and key belong together and are PEM.", e);
        }
    }

    /// <summary>All certificates of a bundle.</summary>
    /// <exception cref="UsageException">There is none in it.</exception>
    public static X509Certificate2Collection Authority(string pem, string whose)
    {
        var bundle = new X509Certificate2Collection();
        try
        {
            bundle.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new UsageException($"The certificate authority of {whose} cannot be read: {e.Message}", "It must be PEM (base64 of PEM in certificate-authority-data).", e);
        }

        return bundle.Count > 0
            ? bundle
            : throw new UsageException($"The certificate authority of {whose} holds no certificate.", "It must be PEM (base64 of PEM in certificate-authority-data).");
    }
}
