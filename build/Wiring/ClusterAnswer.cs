using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>Whether a cluster that the settings point at answers.</summary>
/// <param name="Cluster">Name of the context; empty when there is none.</param>
/// <param name="Problem">Why it does not, or is another one than is meant, without its name; null when all is well.</param>
public sealed record ClusterAnswer(string Cluster, Problem? Problem)
{
    /// <summary>The cluster, as a person names it.</summary>
    public string Subject => Cluster.Length > 0 ? $"cluster {Cluster}" : "cluster of the kubeconfig";
}
