using System.Text;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;
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
