using System.Text.Json;
using System.Text.Json.Serialization;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;
using TestKit;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Reads the texts of cases: a cluster as the API answers it, nodes a line each.</summary>
internal static class Samples
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    /// <summary>Machine types with the sizes that Compute Engine gives.</summary>
    public static IReadOnlyDictionary<string, MachineType> Machines { get; } = new[]
    {
        new MachineType("e2-medium", 2, 4096), new("n1-standard-1", 1, 3840), new("n1-standard-2", 2, 7680), new("n1-standard-8", 8, 30720),
        new("n1-highcpu-2", 2, 1843), new("n1-highcpu-4", 4, 3686), new("e2-standard-4", 4, 16384), new("e2-standard-8", 8, 32768),
    }.ToDictionary(m => m.Name, StringComparer.Ordinal);

    public static ClusterDetails Cluster(CaseFolder cases, string name) => JsonSerializer.Deserialize<ClusterDetails>(cases.Read(name, "cluster.json"), Options)!;

    /// <summary>Lines of <c>node pool [not-ready]</c>, with <c>memory=...</c> in place of the last word where a note stands on the node; null without the file.</summary>
    public static IReadOnlyList<NodeFact>? Nodes(CaseFolder cases, string name) => !File.Exists(cases.Path(name, "nodes.txt")) ? null
        : [.. cases.Read(name, "nodes.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(w => new NodeFact(w[0], w[1], w.Length == 2) { Memory = w.Length > 2 && w[2].StartsWith("memory=", StringComparison.Ordinal) ? w[2]["memory=".Length..] : null })];

    /// <summary>Lines of <c>name: value</c>; empty without the file.</summary>
    public static IReadOnlyDictionary<string, string> Lines(CaseFolder cases, string name, string file) => !File.Exists(cases.Path(name, file)) ? new Dictionary<string, string>()
        : cases.Read(name, file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);
}
