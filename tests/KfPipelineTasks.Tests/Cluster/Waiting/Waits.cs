using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Waiting;

public sealed class Waits
{
    private static string Deployment(string name, string behaviour) => """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: NAME, namespace: default}, spec: {progressDeadlineSeconds: DEADLINE, selector: {matchLabels: {app: NAME}}, template: {metadata: {labels: {app: NAME}, annotations: {localcloud.dev/behaviour: BEHAVIOUR}}, spec: {containers: [{name: main, image: "img:1", readinessProbe: {httpGet: {path: /, port: 80}}}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("BEHAVIOUR", behaviour, StringComparison.Ordinal).Replace("DEADLINE", behaviour is "image-pull-error" or "crash-loop" ? "1" : "600", StringComparison.Ordinal);

    [Fact]
    public async Task A_run_ends_when_everything_is_ready()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Deployment("a", "slow=200ms") + "\n---\n" + Deployment("b", "normal"), Waiting())).ThrowIfFailed();
        Assert.Equal(1, cluster.Get("deployments.apps", "default", "a")!["status"]!["availableReplicas"]!.GetValue<long>());
        Assert.Contains(cluster.Output.Events.OfType<OutputEvent.Line>(), l => l.Text.StartsWith("Ready after", StringComparison.Ordinal) && l.Text.EndsWith("Left: 0.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_and_why_is_said_again_and_again()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Deployment("a", "slow=600ms"), Waiting() with { Wait = new WaitOptions { Reminder = TimeSpan.FromMilliseconds(100) } })).ThrowIfFailed();
        var said = cluster.Output.Events.OfType<OutputEvent.Awaiting>().ToList();
        Assert.NotEmpty(said);
        Assert.Equal(TimeSpan.Zero, said[0].Elapsed);
        Assert.StartsWith("Deployment.apps default/a: ", Assert.Single(said[0].Left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_done_about_a_wait_is_said_once_while_there_is_time_to_do_it()
    {
        const string bucket = """
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: storagebuckets.storage.cnrm.cloud.google.com}, spec: {group: storage.cnrm.cloud.google.com, scope: Namespaced, names: {kind: StorageBucket, plural: storagebuckets}, versions: [{name: v1beta1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
            ---
            {apiVersion: storage.cnrm.cloud.google.com/v1beta1, kind: StorageBucket, metadata: {name: b, namespace: default}}
            """;
        await using var cluster = await LocalCluster.StartAsync();
        var result = await cluster.ApplyAsync(bucket, Waiting() with { Wait = new WaitOptions { Reminder = TimeSpan.FromMilliseconds(30), Deadline = TimeSpan.FromMilliseconds(600) } });
        Assert.Throws<NotReadyInTimeException>(result.ThrowIfFailed);
        var line = Assert.Single(cluster.Output.Events.OfType<OutputEvent.Line>(), l => l.Level == Level.Info && l.Text.Contains("kubectl get", StringComparison.Ordinal));
        Assert.Equal("StorageBucket.storage.cnrm.cloud.google.com default/b: Config Connector has not looked at it yet. kubectl get configconnectorcontext -n default", line.Text);
    }

    [Fact]
    public async Task What_has_failed_is_not_awaited_and_brings_its_evidence()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var result = await cluster.ApplyAsync(Deployment("a", "image-pull-error"), Waiting() with { Wait = new WaitOptions { Deadline = TimeSpan.FromMinutes(10) } });
        var failed = Assert.Single(result.NotReady);
        Assert.Equal(State.Failed, failed.Verdict.State);
        Assert.Contains(failed.Evidence, e => e.Contains("container main:", StringComparison.Ordinal));
        Assert.Contains(cluster.Output.Events.OfType<OutputEvent.Foreign>(), f => f.Origin.StartsWith("Pod default/a-", StringComparison.Ordinal));
        Assert.Throws<DeployException>(() => result.ThrowIfFailed());
    }

    [Fact]
    public async Task A_crash_shows_the_last_words_of_the_container()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var result = await cluster.ApplyAsync(Deployment("a", "crash-loop"), Waiting() with { Wait = new WaitOptions { Deadline = TimeSpan.FromSeconds(4) } });
        var evidence = string.Join('\n', Assert.Single(result.NotReady).Evidence);
        Assert.Contains("container main:", evidence, StringComparison.Ordinal);
        Assert.Contains("log of Pod default/a-", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_failing_is_given_up_before_its_deadline_and_what_mends_itself_is_not()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var waiting = Waiting() with { FailingTimeout = TimeSpan.FromSeconds(1), Wait = new WaitOptions { Deadline = TimeSpan.FromMinutes(10) } };
        var result = await cluster.ApplyAsync(Deployment("a", "image-pull-error").Replace("Seconds: 1,", "Seconds: 600,", StringComparison.Ordinal) + "\n---\n" + Deployment("b", "slow=2s"), waiting);
        var failed = Assert.Single(result.NotReady);
        Assert.Equal((State.Failed, "Deployment.apps default/a"), (failed.Verdict.State, failed.Id.ToString()));
        Assert.EndsWith("min, and nothing else moves", failed.Verdict.Because, StringComparison.Ordinal);
        Assert.StartsWith("kubectl describe pod a-", failed.Verdict.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_out_of_time_is_told_apart_from_failing()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var options = Waiting() with { Wait = new WaitOptions { ByKind = new Dictionary<string, TimeSpan> { ["Deployment.apps"] = TimeSpan.FromMilliseconds(300) } } };
        var result = await cluster.ApplyAsync(Deployment("a", "never-ready"), options);
        Assert.Equal(State.Waiting, Assert.Single(result.NotReady).Verdict.State);
        Assert.Throws<NotReadyInTimeException>(() => result.ThrowIfFailed());
    }

    [Fact]
    public async Task An_object_that_somebody_deletes_meanwhile_is_not_awaited_for_ever()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var applying = cluster.ApplyAsync(Deployment("a", "never-ready"), Waiting() with { Wait = new WaitOptions { Deadline = TimeSpan.FromMinutes(5) } });
        await Until(() => cluster.Inside.Client.List("pods", "default").Count > 0);
        cluster.Inside.Client.Delete("deployments.apps", "default", "a");
        var result = await applying;
        Assert.Contains("deleted by somebody else", Assert.Single(result.NotReady).Verdict.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_objects_of_a_second_run_are_not_watched_at_all()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Deployment("a", "normal"), Waiting())).ThrowIfFailed();
        using var door = cluster.Open();
        (await cluster.ApplyAsync(Deployment("a", "normal"), Waiting(), door)).ThrowIfFailed();
        Assert.InRange(door.Statistics.Requests, 1, 6);
    }

    private static ApplyOptions Waiting() => LocalCluster.Quick with { Wait = new WaitOptions { Deadline = TimeSpan.FromSeconds(30) } };

    private static async Task Until(Func<bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!there()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
