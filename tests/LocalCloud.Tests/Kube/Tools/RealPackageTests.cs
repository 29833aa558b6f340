using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Kube.Tools;

/// <summary>The objects of a real Kubeflow package, rendered by kustomize and applied by kubectl, stage by stage.</summary>
public sealed class RealPackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package-");

    /// <summary>Kinds that Google's clusters bring along themselves.</summary>
    private static readonly (string Group, string Version, string Kind, string Plural)[] ClusterKinds =
    [
        ("iam.cnrm.cloud.google.com", "v1beta1", "IAMPolicyMember", "iampolicymembers"),
        ("iam.cnrm.cloud.google.com", "v1beta1", "IAMServiceAccount", "iamserviceaccounts"),
        ("serviceusage.cnrm.cloud.google.com", "v1beta1", "Service", "services"),
        ("sql.cnrm.cloud.google.com", "v1beta1", "SQLInstance", "sqlinstances"),
        ("storage.cnrm.cloud.google.com", "v1beta1", "StorageBucket", "storagebuckets"),
        ("compute.cnrm.cloud.google.com", "v1beta1", "ComputeAddress", "computeaddresses"),
        ("container.cnrm.cloud.google.com", "v1beta1", "ContainerCluster", "containerclusters"),
        ("cloud.google.com", "v1beta1", "BackendConfig", "backendconfigs"),
        ("networking.gke.io", "v1", "ManagedCertificate", "managedcertificates"),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedToolFact("kubectl", "data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task All_objects_are_accepted_and_a_second_apply_changes_none()
    {
        var package = await RealPackage.LoadAsync();
        var objects = package.Components.SelectMany(component => package.Objects(component, Filled)).ToList();
        Assert.Equal(525, objects.Count);
        await using var kube = await KubeFixture.StartAsync();
        using var kubectl = new Kubectl(kube);

        var definitions = objects.Where(one => Kind(one) == "CustomResourceDefinition").Concat(package.IstioDefinitions).Concat(GoogleDefinitions(kube)).ToList();
        var namespaces = objects.Where(one => Kind(one) == "Namespace").Concat(MissingNamespaces(objects)).ToList();
        var webhooks = objects.Where(one => Kind(one).EndsWith("WebhookConfiguration", StringComparison.Ordinal)).ToList();
        var rest = objects.Except(definitions).Except(namespaces).Except(webhooks).ToList();
        await ApplyAsync(kubectl, "definitions", definitions);
        await ApplyAsync(kubectl, "namespaces", namespaces);
        await kubectl.RunAsync("wait --for=condition=Established crd --all --timeout=60s");
        await ApplyAsync(kubectl, "rest", rest);
        var versions = Versions(kube, rest);
        await ApplyAsync(kubectl, "rest", rest);
        Assert.Equal(versions, Versions(kube, rest));
        await ApplyAsync(kubectl, "webhooks", webhooks);

        var (code, _, error) = await kubectl.TryAsync("apply --server-side -f " + Path.Combine(_folder.FullName, "rest.json"));
        Assert.Equal(1, code);
        Assert.Contains("no endpoints available for service \"cert-manager-webhook\"", error, StringComparison.Ordinal);
    }

    private async Task ApplyAsync(Kubectl kubectl, string stage, List<JsonObject> objects)
    {
        var file = Path.Combine(_folder.FullName, stage + ".json");
        await File.WriteAllBytesAsync(file, Json.ToBytes(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. objects.Select(one => (JsonNode)one.DeepClone())]) }));
        var output = await kubectl.RunAsync($"apply --server-side --force-conflicts -f {file}");
        Assert.Equal(objects.Count, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static string Kind(JsonObject one) => Json.Text(one, "kind")!;

    private static List<string> Versions(KubeFixture kube, List<JsonObject> objects) =>
        [.. objects.Select(one => kube.Cluster.Catalog.FindKind(Json.Text(one, "apiVersion")!, Kind(one))!)
            .Distinct()
            .SelectMany(info => kube.Cluster.Client.Scan(info.GroupResource).Select(item => $"{info.GroupResource}/{item.Key}={item.ResourceVersion}"))
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<JsonObject> MissingNamespaces(List<JsonObject> objects) =>
        objects.Select(one => Json.Text(one, "metadata", "namespace")).OfType<string>()
        .Except(objects.Where(one => Kind(one) == "Namespace").Select(one => Json.Text(one, "metadata", "name")!))
        .Where(name => name != "kube-system")
        .Select(name => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });

    private static IEnumerable<JsonObject> GoogleDefinitions(KubeFixture kube) => ClusterKinds
        .Where(kind => kube.Cluster.Catalog.FindGroupKind(kind.Group, kind.Kind) is null)
        .Select(kind => JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes($$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{kind.Plural}}}.{{{kind.Group}}}"},"spec":{"group":"{{{kind.Group}}}","scope":"Namespaced",
             "names":{"plural":"{{{kind.Plural}}}","kind":"{{{kind.Kind}}}"},"versions":[{"name":"{{{kind.Version}}}","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }]} }
            """)));

    private static string Filled(string yaml) => yaml
        .Replace("PROJECT", "my-project", StringComparison.Ordinal).Replace("KUBEFLOW-NAME", "kf", StringComparison.Ordinal)
        .Replace("BUCKET-NAME", "my-bucket", StringComparison.Ordinal).Replace("CLOUDSQL-NAME", "kf-sql", StringComparison.Ordinal);
}
