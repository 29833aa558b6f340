namespace LocalCloud.Controllers.Certificates;

/// <summary>What a certificate is to say.</summary>
internal sealed record CertificateWish(string CommonName, IReadOnlyList<string> DnsNames, IReadOnlyList<string> Addresses, bool IsCa, TimeSpan Duration)
{
    /// <summary>For a webhook behind a Service.</summary>
    public static CertificateWish ForService(string service, string inNamespace) =>
        new($"{service}.{inNamespace}.svc", [$"{service}.{inNamespace}.svc", $"{service}.{inNamespace}.svc.cluster.local"], [], false, TimeSpan.FromDays(365));

    /// <summary>For an operator's own CA.</summary>
    public static CertificateWish ForCa(string name) => new(name, [], [], true, TimeSpan.FromDays(3650));
}
