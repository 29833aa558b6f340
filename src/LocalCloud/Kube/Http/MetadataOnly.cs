using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http;

/// <summary>Objects reduced to their metadata.</summary>
internal static class MetadataOnly
{
    public static JsonObject Of(JsonObject document) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = Json.Map(document, "metadata")?.DeepClone() ?? new JsonObject(),
    };

    public static JsonObject Of(ListPage page) => new()
    {
        ["kind"] = "PartialObjectMetadataList",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = ListWriter.Metadata(page),
        ["items"] = new JsonArray([.. page.Items.Select(item => (JsonNode)Of(item.Parse()))]),
    };
}
