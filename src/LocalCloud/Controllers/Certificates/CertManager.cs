using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Certificates;

/// <summary>Names of cert-manager's parts, and where its issuers keep their keys.</summary>
internal static class CertManager
{
    /// <summary>Deployment that issues certificates.</summary>
    public const string Controller = "cert-manager";

    /// <summary>Deployment that puts CAs where they are wanted.</summary>
    public const string Injector = "cert-manager-cainjector";

    /// <summary>Deployment that is asked about every write of cert-manager's kinds.</summary>
    public const string Webhook = "cert-manager-webhook";

    /// <summary>An issuer's Secret is beside it; a cluster issuer's is where cert-manager runs.</summary>
    public static string SecretsOf(JsonObject issuer, string home) => Json.Text(issuer, "kind") == "ClusterIssuer" ? home : ClusterView.Namespace(issuer);
}
