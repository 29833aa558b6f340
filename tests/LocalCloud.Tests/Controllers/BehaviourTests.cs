using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace LocalCloud.Tests.Controllers;

/// <summary>How workloads and objects are told to behave.</summary>
public sealed class BehaviourTests
{
    [Theory]
    [InlineData("crash-loop", BehaviourKind.CrashLoop, 0, null)]
    [InlineData("crash-loop=3", BehaviourKind.CrashLoop, 0, 3)]
    [InlineData("image-pull-error", BehaviourKind.ImagePullError, 0, null)]
    [InlineData("never-ready", BehaviourKind.NeverReady, 0, null)]
    [InlineData("slow=1m30s", BehaviourKind.Slow, 90, null)]
    public void A_word_is_a_behaviour(string text, BehaviourKind kind, int seconds, int? times) =>
        Assert.Equal(new Behaviour(kind, TimeSpan.FromSeconds(seconds), times), Behaviour.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("crash")]
    [InlineData("slow")]
    [InlineData("slow=soon")]
    [InlineData("crash-loop=-1")]
    public void Anything_else_is_refused_with_the_words_there_are(string text) =>
        Assert.Matches("no behaviour|no duration", Assert.Throws<FormatException>(() => Behaviour.Parse(text)).Message);

    [Fact]
    public void A_scenario_tells_behaviours_and_delays()
    {
        var scenario = ScenarioFile.Parse("s.yaml", """
            clusterDelays: {like: none, podStart: 5s}
            behaviours:
              - {tells: slow=30s, kind: Deployment, namespace: kubeflow, name: "ml-pipeline.*"}
              - {tells: "UpdateFailed: in these words", kind: SQLInstance}
            """);
        Assert.Equal(ClusterDelays.None with { PodStart = TimeSpan.FromSeconds(5) }, scenario.ClusterDelays);
        Assert.Equal([new BehaviourRule("slow=30s") { Kind = "Deployment", Namespace = "kubeflow", Name = "ml-pipeline.*" }, new BehaviourRule("UpdateFailed: in these words") { Kind = "SQLInstance" }], scenario.Behaviours);
    }

    [Fact]
    public void A_scenario_with_an_unknown_behaviour_is_refused_with_its_line() =>
        Assert.Contains("'explode' is neither a behaviour", Assert.Throws<ScenarioException>(() => ScenarioFile.Parse("s.yaml", "behaviours:\n  - {tells: explode}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_rule_by_image_and_name_reaches_the_pods_of_a_workload()
    {
        await using var stage = ControllerStage.Plain();
        stage.Options.Rules = [new BehaviourRule("image-pull-error") { Kind = "Deployment", Name = "we.", Image = "example\\.com/.*" }];
        var cases = new TestKit.CaseFolder("Controllers");
        await stage.ApplyAsync(cases.Read("", "nodes.yaml"));
        await stage.ApplyAsync(cases.Read("Deployment/becomes_available", "web.yaml"));
        await stage.SettleAsync();
        Assert.All(stage.List("Pod", "demo"), pod => Assert.Equal("ImagePullBackOff", LocalCloud.Kube.Documents.Json.Text(LocalCloud.Kube.Documents.Json.Maps(pod, "status", "containerStatuses").First(), "state", "waiting", "reason")));
    }
}
