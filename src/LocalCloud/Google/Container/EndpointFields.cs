using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>The fields of a cluster that say where it is reached.</summary>
internal static class EndpointFields
{
    private const string InsideAddress = "10.128.0.2";

    /// <summary>Writes where the API server of a cluster listens into its document.</summary>
    public static void Set(JsonObject body, ClusterEndpoint endpoint)
    {
        var privacy = body["privateClusterConfig"] as JsonObject ?? (JsonObject)(body["privateClusterConfig"] = new JsonObject());
        var addresses = (JsonObject)body["controlPlaneEndpointsConfig"]!["ipEndpointsConfig"]!;
        foreach (var shown in (JsonObject[])[privacy, addresses])
        {
            shown["privateEndpoint"] = InsideAddress;
            shown["publicEndpoint"] = endpoint.Host;
        }

        body["masterAuth"] = new JsonObject { ["clientCertificateConfig"] = new JsonObject(), ["clusterCaCertificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(endpoint.CaPem)) };
        Show(body);
    }

    /// <summary>Shows the address by which the cluster is reached: one nobody reaches from here when only its network may.</summary>
    public static void Show(JsonObject body)
    {
        if (body["privateClusterConfig"] is JsonObject privacy && privacy.Text("publicEndpoint") is { } outside)
            body["endpoint"] = privacy.Flag("enablePrivateEndpoint") ? InsideAddress : outside;
    }
}
