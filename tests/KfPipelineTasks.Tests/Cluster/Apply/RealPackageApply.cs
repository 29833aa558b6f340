using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using KfPipelineTasks.Tests.Manifests;
using TestKit;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class RealPackageApply
{
    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task The_real_package_arrives_in_one_pass_then_a_run_only_looks_and_a_plan_is_empty()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var graph = AdmissionGraph.Build(await ReadAsync());
        Assert.Empty(graph.Problems);
        var options = LocalCluster.Quick with { Inventory = new InventoryOptions("kubeflow"), GateTimeout = TimeSpan.FromMinutes(2) };
        Spy? spy = null;
        using var first = cluster.Open(inner => spy = new Spy(inner));
        var result = (await cluster.Engine(first).ApplyAsync(graph, options, default)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal("", string.Join('\n', spy!.Refused));
        // Every object once, and the inventory's parent.
        Assert.Equal(graph.Nodes.Count + 1, first.Statistics.Writes);

        using var door = cluster.Open(inner => spy = new Spy(inner));
        var again = (await cluster.Engine(door).ApplyAsync(graph, options, default)).ThrowIfFailed();
        Assert.Equal("", LocalCluster.Words(again.Changes.Where(c => c.Outcome != Outcome.Unchanged)));
        Assert.Equal("", string.Join('\n', spy.Written));
        Assert.True(door.Statistics.Requests < graph.Nodes.Count / 5, $"{door.Statistics.Requests} requests for {graph.Nodes.Count} objects");

        var plan = await cluster.Engine(door).PlanAsync("kubeflow", graph, options, default);
        Assert.Equal("", LocalCluster.Words(plan.Changes.Where(c => c.Outcome != Outcome.Unchanged)));
        Assert.True(plan.IsEmpty);
    }

    /// <summary>What goes into the Kubeflow cluster, with the mesh's own definitions.</summary>
    private static async Task<IReadOnlyList<Resource>> ReadAsync()
    {
        var package = await new Renderer(new RenderOptions()).ReadAsync(RealPackage.Folder);
        var mesh = ManifestReader.ReadText(await File.ReadAllTextAsync(Path.Combine(RealPackage.Folder, "kubeflow", "common", "istio", "upstream", "istio-crds", "base", "crd.yaml")), "crd.yaml", new Problems());
        var more = ManifestReader.ReadText("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}", "more.yaml", new Problems());
        return [.. package.Components.Where(c => !c.IsForManagementCluster).SelectMany(c => c.Resources).Concat(mesh).Concat(more)
            // Kinds that GKE brings.
            .Where(r => r.Id.Kind is not ("BackendConfig" or "ManagedCertificate")).DistinctBy(r => r.Id)];
    }
}
