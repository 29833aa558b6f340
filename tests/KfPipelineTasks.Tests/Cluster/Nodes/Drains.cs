using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Nodes;

namespace KfPipelineTasks.Tests.Cluster.Nodes;

public sealed class Drains
{
    private static readonly DrainOptions Quick = new() { Timeout = TimeSpan.FromSeconds(20), AskAgain = TimeSpan.FromMilliseconds(30), LookFirst = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task Nodes_of_a_pool_are_emptied_and_stay_closed()
    {
        await using var cluster = await WithAsync(Deployment("web", 3));
        var drain = new NodeDrain(cluster.Door, cluster.Output);
        var nodes = await drain.NodesOfPoolAsync("pool-1", default);
        Assert.Equal(["node-1", "node-2"], nodes);
        var result = await drain.DrainAsync(["node-1"], Quick, default);
        Assert.True(result.IsEmpty, string.Join(", ", result.Blockers));
        Assert.True(cluster.Get("nodes", null, "node-1")!["spec"]!["unschedulable"]!.GetValue<bool>());
        Assert.DoesNotContain(cluster.Inside.Client.List("pods", "default"), p => p["spec"]!["nodeName"]?.GetValue<string>() == "node-1");
    }

    [Fact]
    public async Task Only_nodes_that_were_open_are_opened_again()
    {
        await using var cluster = await WithAsync("");
        var drain = new NodeDrain(cluster.Door, cluster.Output);
        cluster.Inside.Client.Patch("nodes", null, "node-2", n => n["spec"]!["unschedulable"] = true);
        string[] nodes = ["node-1", "node-2", "gone"];
        await drain.RememberAsync(nodes, "as it was", default);
        await drain.CordonAsync(nodes, default);
        await drain.RememberAsync(nodes, "later", default);
        Assert.Equal("as it was", cluster.Get("nodes", null, "node-1")!["metadata"]!["annotations"]![NodeDrain.MemoryAnnotation]!.GetValue<string>());
        await drain.ReopenAsync(nodes, default);
        await drain.ForgetAsync(nodes, default);
        Assert.Null(cluster.Get("nodes", null, "node-1")!["spec"]!["unschedulable"]);
        Assert.True(cluster.Get("nodes", null, "node-2")!["spec"]!["unschedulable"]!.GetValue<bool>());
        Assert.Null(cluster.Get("nodes", null, "node-2")!["metadata"]!["annotations"]?[NodeDrain.MemoryAnnotation]);
    }

    [Fact]
    public async Task A_disruption_budget_is_respected_waited_for_and_named()
    {
        await using var cluster = await WithAsync(Deployment("web", 2) + "\n---\n{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: keep, namespace: default}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}");
        await Until(() => cluster.Get("poddisruptionbudgets.policy", "default", "keep")?["status"]?["currentHealthy"]?.GetValue<long>() == 2);
        var drain = new NodeDrain(cluster.Door, cluster.Output);
        var node = cluster.Inside.Client.List("pods", "default")[0]["spec"]!["nodeName"]!.GetValue<string>();
        Assert.All(await drain.CheckAsync([node], Quick, default), b => Assert.Equal((true, "disruption budget keep allows no disruption now"), (b.MayPass, b.Because)));
        var stuck = await drain.DrainAsync([node], Quick with { Timeout = TimeSpan.FromMilliseconds(200) }, default);
        Assert.NotEmpty(stuck.Blockers);
        Assert.Contains("disruption budget keep needs 2 healthy pods", stuck.Blockers[0].Because, StringComparison.Ordinal);
        var draining = drain.DrainAsync([node], Quick, default);
        cluster.Inside.Client.Delete("poddisruptionbudgets.policy", "default", "keep");
        Assert.True((await draining).IsEmpty);
    }

    [Fact]
    public async Task What_cannot_be_evicted_is_known_before_anything_is_touched()
    {
        await using var cluster = await WithAsync("""
            {apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: default}, spec: {nodeName: node-1, containers: [{name: a, image: i}]}}
            ---
            """ + "\n" + Deployment("scratch", 2).Replace("containers:", "volumes: [{name: tmp, emptyDir: {}}], containers:", StringComparison.Ordinal));
        var drain = new NodeDrain(cluster.Door, cluster.Output);
        var before = cluster.Door.Statistics.Writes;
        var blockers = await drain.CheckAsync(["node-1", "node-2"], Quick, default);
        Assert.Contains(blockers, b => b.Because == "nothing makes it again when it is gone" && b.Pod.Name == "bare");
        Assert.Equal(2, blockers.Count(b => b.Because == "volume tmp is an emptyDir whose data would be lost"));
        Assert.Equal(before, cluster.Door.Statistics.Writes);
        Assert.Empty(await drain.CheckAsync(["node-1", "node-2"], Quick with { Force = true, DeleteEmptyDirData = true }, default));
    }

    [Fact]
    public async Task Pods_of_the_node_itself_are_left_alone()
    {
        await using var cluster = await WithAsync("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: default}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: i}]}}}}");
        var result = await new NodeDrain(cluster.Door, cluster.Output).DrainAsync(["node-1"], Quick, default);
        Assert.Equal((0, true), (result.Evicted, result.IsEmpty));
    }

    private static string Deployment(string name, int replicas) =>
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}, namespace: default}}, spec: {{replicas: {replicas}, selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: a, image: \"i:1\"}}]}}}}}}}}";

    private static async Task<LocalCluster> WithAsync(string yaml)
    {
        var cluster = await LocalCluster.StartAliveAsync();
        if (yaml.Length > 0) (await cluster.ApplyAsync(yaml, LocalCluster.Quick with { Wait = new WaitOptions { Deadline = TimeSpan.FromSeconds(20) } })).ThrowIfFailed();
        return cluster;
    }

    private static async Task Until(Func<bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!there()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
