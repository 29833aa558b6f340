using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Certificates;

/// <summary>Makes real certificates and keys, as the data of a <c>kubernetes.io/tls</c> Secret.</summary>
internal static class CertificateMaker
{
    /// <summary>A certificate that signs itself.</summary>
    public static JsonObject SelfSigned(CertificateWish wish, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(wish, key).CreateSelfSigned(now, now + wish.Duration);
        return Data(made.ExportCertificatePem(), key, made.ExportCertificatePem());
    }

    /// <summary>A certificate signed by the CA in a Secret's data.</summary>
    public static JsonObject Signed(CertificateWish wish, DateTimeOffset now, JsonObject ca)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = X509Certificate2.CreateFromPem(Text(ca, "tls.crt"), Text(ca, "tls.key"));
        using var made = Request(wish, key).Create(issuer, Later(now, issuer.NotBefore), Earlier(now + wish.Duration, issuer.NotAfter), RandomNumberGenerator.GetBytes(16));
        return Data(made.ExportCertificatePem(), key, issuer.ExportCertificatePem());
    }

    /// <summary>True when the data hold a certificate and its key.</summary>
    public static bool IsPair(JsonObject? data) => Json.Text(data, "tls.crt") is { Length: > 0 } && Json.Text(data, "tls.key") is { Length: > 0 };

    private static CertificateRequest Request(CertificateWish wish, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={wish.CommonName}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(wish.IsCa, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(wish.IsCa ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.DigitalSignature, true));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in wish.DnsNames) names.AddDnsName(name);
        foreach (var address in wish.Addresses) names.AddIpAddress(IPAddress.Parse(address));
        if (wish.DnsNames.Count + wish.Addresses.Count > 0) request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static JsonObject Data(string certificate, ECDsa key, string ca) => new()
    {
        ["tls.crt"] = Encoded(certificate + "\n"),
        ["tls.key"] = Encoded(key.ExportECPrivateKeyPem() + "\n"),
        ["ca.crt"] = Encoded(ca + "\n"),
    };

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(JsonObject data, string name) => Encoding.UTF8.GetString(Convert.FromBase64String(Json.Text(data, name) ?? ""));

    private static DateTimeOffset Later(DateTimeOffset left, DateTime right) => left > new DateTimeOffset(right) ? left : new DateTimeOffset(right);

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTime right) => left < new DateTimeOffset(right) ? left : new DateTimeOffset(right);
}
