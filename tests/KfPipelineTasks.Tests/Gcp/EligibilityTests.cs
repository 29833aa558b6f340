using System.Text;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using TestKit;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class EligibilityTests
{
    private static readonly CaseFolder Cases = new("Gcp/Eligibility");

    public static TheoryData<string> Names => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_case_has_its_verdict(string name)
    {
        var options = Samples.Lines(Cases, name, "options.txt");
        var verdict = Eligibility.Judge(Samples.Cluster(Cases, name), Samples.Machines, Samples.Nodes(Cases, name), new JudgeOptions
        {
            RequireAccess = options.GetValueOrDefault("require-access") != "no", PipelinesFoundAt = options.GetValueOrDefault("pipelines"),
        });
        Cases.Expect(name, Text(verdict));
    }

    [Theory]
    [InlineData("custom-2-4096", 2, 4096)]
    [InlineData("n2-custom-4-8192", 4, 8192)]
    [InlineData("n2-custom-4-65536-ext", 4, 65536)]
    [InlineData("e2-custom-small-2048", 2, 2048)]
    public void A_custom_machine_type_says_what_it_is(string name, int cpus, int memory) => Assert.Equal(new MachineType(name, cpus, memory), CustomMachineType.Parse(name));

    [Theory]
    [InlineData("e2-standard-4")]
    [InlineData("custom-2")]
    [InlineData("n2-custom-4-8192x")]
    public void Other_names_are_left_to_compute_engine(string name) => Assert.Null(CustomMachineType.Parse(name));

    [Theory]
    [InlineData(2, 4096, true)]
    [InlineData(2, 4095, false)]
    [InlineData(1, 7680, false)]
    [InlineData(2, 1843, false)]
    public void A_machine_type_is_large_enough_or_says_what_is_missing(int cpus, int memory, bool fits) =>
        Assert.Equal(fits ? null : $"m has {cpus} CPUs and {memory} MiB, and Kubeflow Pipelines needs nodes of 2 CPUs and 4096 MiB", Eligibility.TooSmall(new MachineType("m", cpus, memory)));

    [Theory]
    [InlineData(3, Reason.Eligible)]
    [InlineData(2, Reason.TooFewNodes)]
    public void A_bound_of_the_autoscaler_is_a_promise_and_what_is_ready_counts_too(int ready, Reason expected)
    {
        var pool = new NodePool
        {
            Name = "p", Status = "RUNNING", InitialNodeCount = 3, Autoscaling = new PoolAutoscaling { Enabled = true, MinNodeCount = 3, MaxNodeCount = 9 },
            Config = new NodeConfig { MachineType = "custom-2-4096", OauthScopes = [Eligibility.FullScope] },
        };
        var cluster = new ClusterDetails { Name = "c", Location = "us-central1-a", Status = "RUNNING", Locations = ["us-central1-a"], NodePools = [pool] };
        var verdict = Eligibility.Judge(cluster, new Dictionary<string, MachineType>(), [.. Enumerable.Range(0, ready).Select(i => new NodeFact($"n{i}", "p", true))]);
        Assert.Equal(expected, verdict.Reason);
    }

    [Fact]
    public void A_pool_that_is_too_small_is_planned_as_blocked_and_one_of_GPUs_is_not()
    {
        var cluster = new ClusterDetails { Name = "c", Location = "us-central1-a", Status = "RUNNING", Locations = ["us-central1-a"], NodePools = [] };
        var facts = new PoolFacts(cluster, new Dictionary<string, MachineType>(), null);
        var wish = new PoolWish { Name = "p", MachineType = "custom-2-2048", Access = PoolAccess.FullScope };

        Assert.True(PoolPlanner.For(wish, facts).Plan.IsBlocked);
        Assert.NotNull(PoolPlanner.For(wish with { AcceleratorType = "nvidia-tesla-t4", AcceleratorCount = 1 }, facts).Create);
    }

    [Fact]
    public void Every_reason_has_a_word_that_stays() => Assert.Equal(
        ["eligible", "autopilot", "cluster-not-running", "pipelines-installed", "too-few-nodes", "autoscaler-may-shrink", "insufficient-oauth-scope", "pool-not-running", "cpu-too-small", "memory-too-small", "machine-type-unknown", "tainted"],
        Enum.GetValues<Reason>().Select(r => r.Word()));

    private static string Text(ClusterVerdict verdict)
    {
        var text = new StringBuilder($"{verdict.Reason.Word()}: {verdict.Because}\n");
        foreach (var p in verdict.Pools)
            text.Append($"{p.Pool}: {p.Nodes} of {p.Current} nodes ({p.Source}), {p.MachineType} {p.Cpus} CPUs {p.MemoryMb} MiB, access {p.Access}{(p.Fits ? "" : $", {string.Join(", ", p.Reasons.Select(r => r.Word()))}")}\n");
        return text.ToString();
    }
}
