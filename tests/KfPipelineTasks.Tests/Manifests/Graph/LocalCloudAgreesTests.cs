using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>
/// An API server that knows nothing of our rooms refuses exactly what was predicted, when the objects are sent in the order of
/// the graph and nothing is behind the webhooks.
/// </summary>
public sealed class LocalCloudAgreesTests
{
    [Fact]
    public void Exactly_the_objects_that_wait_for_a_webhook_are_refused() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Bundles.Set.Where(DefinitionsAreServed).ToArbitrary(), set => AgreesAsync(set).GetAwaiter().GetResult()));

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task Of_the_real_package_exactly_the_objects_that_wait_for_a_webhook_are_refused()
    {
        var package = await new Renderer(new RenderOptions()).ReadAsync(RealPackage.Folder, names: ["common/kubeflow-namespace", "common/cert-manager", "apps/admission-webhook", "common/knative", "contrib/kserve"]);
        var mesh = ManifestReader.ReadText(await File.ReadAllTextAsync(Path.Combine(RealPackage.Folder, "kubeflow", "common", "istio", "upstream", "istio-crds", "base", "crd.yaml")), "crd.yaml", new Problems());
        var names = ManifestReader.ReadText("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}", "ns.yaml", new Problems());
        var refused = await AgreesAsync([.. package.Resources, .. mesh.Where(resource => resource.Id.Kind == "CustomResourceDefinition"), .. names]);
        Assert.Equal(
            ["Certificate.cert-manager.io kubeflow/admission-webhook-cert", "Certificate.cert-manager.io kubeflow/serving-cert", "ClusterIssuer.cert-manager.io kubeflow-self-signing-issuer"],
            refused.Where(id => id.Group == "cert-manager.io" && id.Kind != "Issuer").Select(id => id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(9, refused.Count(id => id.Kind == "ClusterServingRuntime"));
    }

    // Whether a definition whose status is held up gets served later is another question than this one.
    private static bool DefinitionsAreServed(Resource[] set) =>
        set.Where(resource => resource.Id.Kind == "CustomResourceDefinition").All(definition => PlainAdmission.HearOfStatus(definition, set).Count == 0);

    private static async Task<IReadOnlyList<ResourceId>> AgreesAsync(IReadOnlyList<Resource> set)
    {
        var graph = AdmissionGraph.Build(set);
        Assert.Empty(graph.Problems);
        var order = graph.Nodes.Select(node => node.Resource).ToList();
        var predicted = AdmissionForecast.Refused(order);
        var refused = new List<ResourceId>();
        await using var cluster = new KubeCluster(new ClusterKey("demo", "europe-west4", "kf"), TimeProvider.System);
        foreach (var resource in order)
        {
            try
            {
                cluster.Client.Upsert(JsonObject.Create(resource.Body)!);
                if (resource.Id.Kind == "CustomResourceDefinition") await ServedAsync(cluster, resource.Id.Name);
            }
            catch (ApiException refusal)
            {
                Assert.True(predicted.Any(entry => entry.Object == resource.Id), $"{resource.Id} was refused: {refusal.Message}");
                refused.Add(resource.Id);
            }
        }

        var differ = predicted.Select(entry => entry.Object).Except(refused).ToList();
        Assert.True(differ.Count == 0, $"predicted, not refused: {string.Join(", ", differ)}; sent were\n{string.Join('\n', order.Where(_ => differ.Count < 10).Select(resource => resource.Body.GetRawText()))}");
        return refused;
    }

    private static async Task ServedAsync(KubeCluster cluster, string resource)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!cluster.Client.Serves(resource))
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
