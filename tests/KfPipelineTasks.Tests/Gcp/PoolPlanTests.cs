using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.NodePools;
using TestKit;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class PoolPlanTests
{
    private static readonly CaseFolder Cases = new("Gcp/PoolPlan");
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static TheoryData<string> Names => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_case_has_its_plan(string name)
    {
        var given = Samples.Lines(Cases, name, "wish.txt");
        var quotas = Samples.Lines(Cases, name, "quotas.txt").Select(q => new RegionQuota(q.Key, double.Parse(q.Value), 0)).ToList();
        var blockers = Samples.Lines(Cases, name, "blockers.txt").ToDictionary(b => b.Key, b => (IReadOnlyList<PoolHold>)[new PoolHold(b.Value.TrimEnd('~'), b.Value.EndsWith('~'))]);
        var facts = new PoolFacts(Samples.Cluster(Cases, name), Samples.Machines, Samples.Nodes(Cases, name)) { Quotas = quotas, Holds = blockers };

        Cases.Expect(name, Text(PoolPlanner.For(Wish(given), facts)));
    }

    private static PoolWish Wish(IReadOnlyDictionary<string, string> given) => new()
    {
        Name = given.GetValueOrDefault("name", "kf-pool"),
        MachineType = given.GetValueOrDefault("machine-type", "n1-standard-2"),
        Nodes = int.Parse(given.GetValueOrDefault("nodes", "3")),
        PerZone = given.GetValueOrDefault("count") == "per-zone",
        MinNodes = given.TryGetValue("min-nodes", out var min) ? int.Parse(min) : null,
        MaxNodes = given.TryGetValue("max-nodes", out var max) ? int.Parse(max) : null,
        AcceleratorType = given.GetValueOrDefault("accelerator-type", ""),
        AcceleratorCount = int.Parse(given.GetValueOrDefault("accelerator-count", "0")),
        Taints = [.. given.GetValueOrDefault("taints", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(NodeTaint.Parse)],
        Labels = given.GetValueOrDefault("labels", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')).ToDictionary(l => l[0], l => l[1]),
        BlueGreen = given.GetValueOrDefault("upgrade") == "blue-green",
        Access = Enum.Parse<PoolAccess>(given.GetValueOrDefault("access", "ServiceAccount")),
        ServiceAccount = "kf-vm@p.iam.gserviceaccount.com",
        Replace = given.GetValueOrDefault("replace", "").Split(',', StringSplitOptions.RemoveEmptyEntries),
        ReplaceAll = given.GetValueOrDefault("replace-all") == "yes",
    };

    private static string Text(PoolPlan plan)
    {
        var text = new StringBuilder();
        foreach (var change in plan.Plan.Changes)
        {
            text.Append($"{change}\n");
            foreach (var field in change.Fields) text.Append($"  {field.Path}: {field.Before ?? "-"} -> {field.After}\n");
        }

        text.Append($"target: {plan.Target} with {plan.NodesWanted} nodes\n");
        if (plan.DropsFailed) text.Append("drops the failed attempt first\n");
        if (plan.Create is { } pool) text.Append($"create: {JsonSerializer.Serialize(pool, Compact)}\n");
        foreach (var update in plan.Updates) text.Append($"update: {JsonSerializer.Serialize(update, Compact)}\n");
        if (plan.Autoscaling is { } scaling) text.Append($"autoscaling: {JsonSerializer.Serialize(scaling, Compact)}\n");
        if (plan.Resize is { } size) text.Append($"resize: {size} per zone\n");
        foreach (var left in plan.Reopen) text.Append($"reopen: {left.Pool} {(left.Autoscaling is null ? "" : JsonSerializer.Serialize(left.Autoscaling, Compact))}\n");
        foreach (var name in plan.Remove) text.Append($"remove: {name}\n");
        return text.ToString();
    }
}
