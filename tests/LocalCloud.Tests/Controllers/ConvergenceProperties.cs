using FsCheck;
using FsCheck.Fluent;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>Whatever is done to a workload, and whenever: in the end there is what was asked for last, and nothing else.</summary>
public sealed class ConvergenceProperties
{
    private static readonly string Nodes = new CaseFolder("Controllers").Read("", "nodes.yaml");

    /// <summary>What can happen: kind of the event, and a number for its details.</summary>
    private static readonly Gen<(int What, int Number)[]> Stories = ArbMap.Default.GeneratorFor<(NonNegativeInt What, NonNegativeInt Number)>()
        .Select(pair => (pair.What.Get % 5, pair.Number.Get)).ArrayOf().Select(events => events.Take(12).ToArray());

    [Fact]
    public void A_deployment_ends_with_the_last_template_and_number() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(Stories.ToArbitrary(), events => PlayAsync("Deployment", events).GetAwaiter().GetResult()));

    [Fact]
    public void A_stateful_set_ends_with_the_last_template_and_number() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(15), Prop.ForAll(Stories.ToArbitrary(), events => PlayAsync("StatefulSet", events).GetAwaiter().GetResult()));

    private static async Task PlayAsync(string kind, (int What, int Number)[] events)
    {
        await using var stage = ControllerStage.Plain();
        await stage.ApplyAsync(Nodes);
        var (replicas, version) = (2, 1);
        await stage.ApplyAsync(Workload(kind, replicas, version));
        foreach (var (what, number) in events)
        {
            (replicas, version) = what switch { 0 => (number % 4, version), 1 => (replicas, 1 + number % 3), _ => (replicas, version) };
            await HappenAsync(stage, kind, what, number, replicas, version);
        }

        await stage.SettleAsync();
        var pods = stage.List("Pod", "demo");
        Assert.Equal(replicas, pods.Count);
        Assert.All(pods, pod => Assert.Equal($"example.com/web:{version}", Json.Text(Json.Maps(pod, "spec", "containers").First(), "image")));
        var workload = stage.Get($"{kind}.apps", "demo", "web");
        Assert.Equal(replicas, Json.Number(workload, "status", "availableReplicas") ?? 0);
        Assert.Equal(Json.Number(workload, "metadata", "generation"), Json.Number(workload, "status", "observedGeneration"));
    }

    private static async Task HappenAsync(ControllerStage stage, string kind, int what, int number, int replicas, int version)
    {
        switch (what)
        {
            case 0 or 1:
                await stage.ApplyAsync(Workload(kind, replicas, version));
                break;
            case 2:
                await stage.PassAsync(TimeSpan.FromMilliseconds(number % 4000));
                break;
            case 3 when stage.List("Pod", "demo") is { Count: > 0 } pods:
                stage.Delete("Pod", "demo", Json.Text(pods[number % pods.Count], "metadata", "name")!, null);
                break;
            case 4:
                stage.Cluster.Client.Patch("nodes", null, number % 2 == 0 ? "node-a" : "node-b", node => Json.Ensure(node, "spec")["unschedulable"] = number % 3 == 0 && number % 2 == 0);
                break;
        }
    }

    private static string Workload(string kind, int replicas, int version) => $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: web, namespace: demo}
        spec:
          replicas: {{replicas}}
          {{(kind == "StatefulSet" ? "serviceName: web" : "minReadySeconds: 1")}}
          selector: {matchLabels: {app: web} }
          template:
            metadata: {labels: {app: web} }
            spec: {containers: [{name: web, image: "example.com/web:{{version}}"}]}
        """;
}
