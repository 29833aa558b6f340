using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Whether the node pool that is asked for can run Kubeflow Pipelines, and whether its parts fit together.</summary>
internal static partial class NodePoolChecks
{
    /// <summary>Kubeflow Pipelines needs three nodes of 2 CPU and 4 GB.</summary>
    private const int FewestNodes = 3;

    // Machine types with less than 2 CPU or 4 GB. n1-highcpu-4 looks large enough and has 3.6 GB.
    private static readonly HashSet<string> TooSmall = new(StringComparer.Ordinal)
    {
        "f1-micro", "g1-small", "e2-micro", "e2-small", "n1-standard-1", "n1-highcpu-2", "n1-highcpu-4",
        "e2-highcpu-2", "n2-highcpu-2", "n2d-highcpu-2", "t2a-standard-1", "t2d-standard-1",
    };

    public static void Check(Findings findings)
    {
        if (!findings.Settings.NeedsGoogleCloud) return;
        var pool = findings.Settings.NodePool;
        Size(findings, pool);
        Machine(findings, pool);
        Marks(findings, pool);
        Upgrade(findings, pool);
        if (pool.ReplaceAll && pool.Replace.Count > 0) findings.Add("NodePool.Replace", "it goes without saying beside replace-all-pools.", "Remove one of the two.");
        if (pool.Replace.Contains(pool.Name, StringComparer.Ordinal)) findings.Add("NodePool.Replace", $"'{pool.Name}' is the wanted pool itself; it cannot replace itself.", "Name the pools to remove, or give the wanted pool another name.");
    }

    private static void Size(Findings findings, NodePoolSettings pool)
    {
        if (pool.MinNodes is { } min && pool.MaxNodes is { } max)
        {
            if (min > max) findings.Add("NodePool.MinNodes", $"{min} is more than {findings.NameOf("NodePool.MaxNodes")}, which is {max}.", "Lower the one or raise the other.");
            else if (pool.Nodes < min || pool.Nodes > max) findings.Add(findings.IsGiven("NodePool.Nodes") ? "NodePool.Nodes" : "NodePool.MinNodes", $"the pool begins with {pool.Nodes} nodes, and autoscaling keeps it between {min} and {max}.", $"Begin with a number from {min} to {max}, or widen the bounds.");
            else if (pool.Count == NodeCounting.Total && min < FewestNodes && !IsExtra(pool)) findings.Add("NodePool.MinNodes", $"with {min} nodes the cluster is too small for Kubeflow Pipelines, which needs {FewestNodes}.", $"Let it keep {FewestNodes}. A pool with GPUs or taints of its own may be smaller.");
        }
        else if (pool.MinNodes is not null || pool.MaxNodes is not null)
        {
            findings.Add(pool.MinNodes is null ? "NodePool.MaxNodes" : "NodePool.MinNodes", "autoscaling needs both bounds.", "Set min-nodes and max-nodes, or neither.");
        }

        if (pool.Count == NodeCounting.Total && pool.Nodes < FewestNodes && !IsExtra(pool))
            findings.Add("NodePool.Nodes", $"{pool.Nodes} nodes are too few for Kubeflow Pipelines, which needs {FewestNodes} in all.", $"Ask for {FewestNodes}. A pool with GPUs or taints of its own may be smaller.");
    }

    // Pipelines' own Pods run elsewhere: GPU nodes repel them, as other taints do. Such a pool comes beside one that is large enough.
    private static bool IsExtra(NodePoolSettings pool) =>
        pool.AcceleratorCount > 0 || pool.Taints.Any(t => t.EndsWith(":NoSchedule", StringComparison.Ordinal) || t.EndsWith(":NoExecute", StringComparison.Ordinal));

    private static void Machine(Findings findings, NodePoolSettings pool)
    {
        findings.Expect("NodePool.MachineType", pool.MachineType, MachineType().IsMatch, $"'{pool.MachineType}' is not a machine type such as e2-standard-8.", "List them: gcloud compute machine-types list --zones ZONE");
        if (TooSmall.Contains(pool.MachineType) && !IsExtra(pool)) findings.Add("NodePool.MachineType", $"'{pool.MachineType}' is too small: Kubeflow Pipelines needs nodes of 2 CPU and 4 GB.", "Choose e2-standard-2, n1-standard-2 or a larger one.");
        if (Accelerators.IsGone(pool.AcceleratorType)) findings.Add("NodePool.AcceleratorType", $"'{pool.AcceleratorType}' is no longer offered.", Accelerators.Instead);
        if (pool.AcceleratorType.Length > 0 && pool.AcceleratorCount == 0) findings.Add("NodePool.AcceleratorType", "a GPU type needs a number of GPUs.", "Set accelerator-count.");
        if (pool.AcceleratorType.Length == 0 && pool.AcceleratorCount > 0) findings.Add("NodePool.AcceleratorCount", "a number of GPUs needs their type.", "Set accelerator-type.");
    }

    private static void Marks(Findings findings, NodePoolSettings pool)
    {
        if (pool.Taints.FirstOrDefault(t => !Taint().IsMatch(t)) is { } taint)
            findings.Add("NodePool.Taints", $"'{taint}' is not a taint.", "Write key=value:Effect with the effect NoSchedule, PreferNoSchedule or NoExecute.");
        foreach (var (key, value) in pool.Labels.Where(l => !LabelKey().IsMatch(l.Key) || !LabelValue().IsMatch(l.Value)).Take(1))
            findings.Add("NodePool.Labels", $"'{key}={value}' is not a Kubernetes label.", "Write KEY=VALUE of at most 63 letters, digits, '-', '_' and '.', from a letter or digit to a letter or digit.");
    }

    private static void Upgrade(Findings findings, NodePoolSettings pool)
    {
        if (pool.UpgradeStrategy == UpgradeStrategy.Surge && pool is { MaxSurge: 0, MaxUnavailable: 0 })
            findings.Add("NodePool.MaxSurge", "with neither a node more nor a node less an upgrade cannot move.", "Give max-surge or max-unavailable at least 1.");
        if (pool.UpgradeStrategy != UpgradeStrategy.BlueGreen) return;
        foreach (var property in new[] { "NodePool.MaxSurge", "NodePool.MaxUnavailable" }.Where(findings.IsGiven))
            findings.Add(property, "it belongs to upgrade-strategy: surge.", "Remove it, or change the strategy.");
    }

    /// <summary>Value of a Kubernetes label.</summary>
    public static bool IsLabelValue(string text) => LabelValue().IsMatch(text);

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachineType();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_./]{0,251}[A-Za-z0-9])?(=[A-Za-z0-9]?[-A-Za-z0-9_.]{0,62})?:(NoSchedule|PreferNoSchedule|NoExecute)\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Taint();

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelValue();
}
