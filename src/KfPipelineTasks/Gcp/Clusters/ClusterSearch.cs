using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Says what was probably meant when a cluster is not where it was looked for.</summary>
public static class ClusterSearch
{
    /// <summary>The cluster, as soon as it has an address: one that is being made has none yet.</summary>
    /// <exception cref="UsageException">There is no such cluster.</exception>
    /// <exception cref="DeployException">It could not be made.</exception>
    /// <exception cref="NotReadyInTimeException">It is still being made.</exception>
    public static async Task<ClusterDetails> WithEndpointAsync(GoogleCloud cloud, ClusterPath path, CancellationToken cancellation)
    {
        using var wait = new Waiting(cloud.Door.Time, cloud.Output, $"cluster {path.Name} in {path.Location}", cloud.Deadline);
        while (true)
        {
            var cluster = await cloud.Clusters.FindAsync(path, cancellation) ?? throw await MissingAsync(cloud, path, cancellation);
            if (cluster.Status == "ERROR")
                throw new DeployException($"cluster {path.Name} in {path.Location}: connecting to it failed: its state is ERROR. {cluster.StatusMessage}".TrimEnd(), "Delete it or repair it, then run again.");
            if (cluster is not { Status: "PROVISIONING", Endpoint: null or "" }) return cluster;
            await wait.PauseAsync(cloud.Door.Options.PollInterval, ["it is being made"], cancellation);
        }
    }

    /// <summary>The refusal to throw: with the cluster's other location, or the name that is near.</summary>
    public static async Task<UsageException> MissingAsync(GoogleCloud cloud, ClusterPath path, CancellationToken cancellation)
    {
        var all = (await cloud.Clusters.ListAsync(path.Project, cancellation)).Clusters ?? [];
        var elsewhere = all.Where(c => c.Name == path.Name).Select(c => c.Location).ToList();
        var hint = elsewhere.Count > 0 ? $" There is one of that name in {string.Join(", ", elsewhere)}."
            : Nearest.Hint(path.Name, all.Where(c => c.Location == path.Location).Select(c => c.Name)) is { Length: > 0 } near ? near
            : all.Count == 0 ? " The project has no clusters." : $" There are: {string.Join(", ", all.Select(c => $"{c.Name} ({c.Location})"))}.";
        return new UsageException($"Project {path.Project} has no cluster '{path.Name}' in {path.Location}.{hint}", "Correct cluster.name or location, or create the cluster first.");
    }
}
