using System.Security.Cryptography.X509Certificates;

namespace TestKit;

/// <summary>An HTTP client that trusts one certificate authority.</summary>
public static class Trust
{
    /// <param name="address">Where the server is.</param>
    /// <param name="caPem">The authority its certificate must come from.</param>
    public static HttpClient NewClient(Uri address, string caPem)
    {
        var authority = X509Certificate2.CreateFromPem(caPem);
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var server = new X509Certificate2(certificate!);
            return chain.Build(server);
        };
        return new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }
}
