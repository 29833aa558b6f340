using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube;

/// <summary>Puts manifests into a cluster, definitions and namespaces first.</summary>
internal static class ManifestLoader
{
    private const string Manager = "scenario";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <param name="cluster">A running cluster.</param>
    /// <param name="manifests">Paths of YAML files, or YAML itself.</param>
    /// <param name="cancellation">Ends the wait for custom resources to be served.</param>
    public static async Task ApplyAsync(KubeCluster cluster, IReadOnlyList<string> manifests, CancellationToken cancellation)
    {
        var objects = new List<JsonObject>();
        foreach (var manifest in manifests) objects.AddRange(Read(File.Exists(manifest) ? await File.ReadAllTextAsync(manifest, cancellation) : manifest));
        foreach (var document in objects.OrderBy(Rank))
        {
            await ServedAsync(cluster, document, cancellation);
            cluster.Client.Upsert(document, Manager);
        }
        await cluster.Client.FlushAsync(cancellation);
    }

    private static IEnumerable<JsonObject> Read(string yaml) =>
        ("\n" + yaml).Split("\n---").Select(text => YamlReading.Parse(Encoding.UTF8.GetBytes(text))).OfType<JsonObject>()
        .SelectMany(document => Json.Text(document, "kind") == "List" ? Json.Maps(document, "items") : [document]);

    private static int Rank(JsonObject document) => Json.Text(document, "kind") switch
    {
        "CustomResourceDefinition" => 0,
        "Namespace" => 1,
        _ => 2,
    };

    /// <summary>A definition among the manifests is served a moment after it was stored.</summary>
    private static async Task ServedAsync(KubeCluster cluster, JsonObject document, CancellationToken cancellation)
    {
        var (apiVersion, kind) = (Json.Text(document, "apiVersion") ?? "", Json.Text(document, "kind") ?? "");
        while (cluster.Catalog.FindKind(apiVersion, kind) is null && IsDefined(cluster, apiVersion, kind)) await Task.Delay(Look, TimeProvider.System, cancellation);
    }

    private static bool IsDefined(KubeCluster cluster, string apiVersion, string kind) =>
        cluster.Client.List("customresourcedefinitions.apiextensions.k8s.io").Any(definition =>
            Json.Text(definition, "spec", "names", "kind") == kind && apiVersion.StartsWith(Json.Text(definition, "spec", "group") + "/", StringComparison.Ordinal));
}
