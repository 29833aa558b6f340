using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube;

/// <summary>Writes kubeconfig files.</summary>
internal static class Kubeconfig
{
    /// <summary>One context for each cluster; the first is the current one.</summary>
    public static string Write(IReadOnlyList<(string Name, ClusterEndpoint Endpoint, string Token)> clusters)
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = clusters.Count > 0 ? clusters[0].Name : "",
            ["clusters"] = List(clusters, one => new JsonObject
            {
                ["name"] = one.Name,
                ["cluster"] = new JsonObject { ["server"] = $"https://{one.Endpoint.Host}", ["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(one.Endpoint.CaPem)) },
            }),
            ["contexts"] = List(clusters, one => new JsonObject { ["name"] = one.Name, ["context"] = new JsonObject { ["cluster"] = one.Name, ["user"] = one.Name } }),
            ["users"] = List(clusters, one => new JsonObject { ["name"] = one.Name, ["user"] = new JsonObject { ["token"] = one.Token } }),
        };
        return Encoding.UTF8.GetString(YamlWriting.ToBytes(document));
    }

    private static JsonArray List(IReadOnlyList<(string Name, ClusterEndpoint Endpoint, string Token)> clusters, Func<(string Name, ClusterEndpoint Endpoint, string Token), JsonObject> entry) =>
        new([.. clusters.Select(one => (JsonNode)entry(one))]);
}
