using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Every cluster with its verdict.</summary>
/// <param name="MissingZones">Zones that did not answer: the list may lack clusters.</param>
public sealed record SurveyResult(IReadOnlyList<SurveyedCluster> Clusters, IReadOnlyList<string> MissingZones)
{
    /// <summary>One row a cluster.</summary>
    public Table Table => new("Clusters", ["cluster", "location", "eligible", "reason", "because", "notes"],
        [.. Clusters.Select(c => new[] { c.Verdict.Cluster, c.Verdict.Location, c.Verdict.IsEligible ? "yes" : "no", c.Verdict.Reason.Word(), c.Verdict.Because, string.Join("; ", c.Notes) })]);

    /// <summary>One row a pool.</summary>
    public Table Pools => new("Node pools", ["cluster", "pool", "machine type", "nodes", "counted from", "CPUs", "MiB", "access", "reasons"],
        [.. Clusters.SelectMany(c => c.Verdict.Pools.Select(p => new[]
        {
            c.Verdict.Cluster, p.Pool, p.MachineType, p.Nodes == p.Current ? $"{p.Nodes}" : $"{p.Nodes} ({p.Current} now)", Word(p.Source), $"{p.Cpus}", $"{p.MemoryMb}", Word(p.Access),
            p.Fits ? "fits" : string.Join(", ", p.Reasons.Select(r => r.Word())),
        }))]);

    private static string Word(CountSource source) => source switch { CountSource.Ready => "ready nodes", CountSource.Declared => "declared", _ => "autoscaler's minimum" };

    private static string Word(NodeAccess access) => access switch { NodeAccess.None => "none", NodeAccess.FullScope => "full-scope", NodeAccess.ServiceAccount => "service-account", _ => "workload-identity" };
}
