using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using LocalCloud.State;

namespace LocalCloud.Kube;

/// <summary>Keys and tokens of a cluster. With a journal they outlive a restart, so that kubeconfig files stay valid.</summary>
internal sealed class ClusterSecrets
{
    private ClusterSecrets(string adminToken, ClusterCertificates certificates, ECDsa signingKey)
    {
        AdminToken = adminToken;
        Certificates = certificates;
        SigningKey = signingKey;
    }

    public string AdminToken { get; }

    public ClusterCertificates Certificates { get; }

    /// <summary>Signs the tokens of service accounts.</summary>
    public ECDsa SigningKey { get; }

    public static ClusterSecrets LoadOrCreate(IJournal? journal, string key, TimeProvider time)
    {
        var stored = journal?.Load(key).Where(pair => pair.Key == key).Select(pair => JsonReading.ParseObject(pair.Value.Span)).FirstOrDefault();
        return stored is null ? Create(journal, key, time) : Read(stored);
    }

    private static ClusterSecrets Create(IJournal? journal, string key, TimeProvider time)
    {
        var secrets = new ClusterSecrets(BearerTokens.NewToken(), ClusterCertificates.Create(time), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        journal?.Put(key, Json.ToBytes(new JsonObject
        {
            ["adminToken"] = secrets.AdminToken,
            ["caKey"] = secrets.Certificates.CaKeyPem,
            ["ca"] = secrets.Certificates.CaPem,
            ["signingKey"] = secrets.SigningKey.ExportPkcs8PrivateKeyPem(),
        }));
        return secrets;
    }

    private static ClusterSecrets Read(JsonObject stored)
    {
        var signing = ECDsa.Create();
        signing.ImportFromPem(Json.Text(stored, "signingKey")!);
        return new(Json.Text(stored, "adminToken")!, ClusterCertificates.Load(Json.Text(stored, "ca")!, Json.Text(stored, "caKey")!), signing);
    }
}
