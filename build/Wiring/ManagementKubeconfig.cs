using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>
/// The kubeconfig of the management cluster: what the context of <c>gcloud anthos config controller get-credentials</c> was good for, in a folder
/// that only its owner can read. In a job it lies in the runner's temporary folder, where following steps find it and which the runner empties.
/// </summary>
internal static class ManagementKubeconfig
{
    /// <param name="path">The cluster; folders of clusters with one name in two projects are two, and so are those of a cluster and its rehearsal.</param>
    /// <param name="token">Of a rehearsal, whose clusters gcloud's plugin does not know.</param>
    /// <returns>Its path; null where there is no place for it.</returns>
    public static string? Write(Run run, ClusterPath path, ClusterAccess access, Secret? token)
    {
        var environment = run.Surroundings.Environment;
        var place = UserFolders.OfJob(environment) ?? UserFolders.State(environment);
        if (place is null)
        {
            run.Output.Detail("No kubeconfig of the management cluster is written: neither RUNNER_TEMP nor HOME names a folder for it.");
            return null;
        }

        try
        {
            var workspace = environment.GetValueOrDefault("GITHUB_WORKSPACE") is { Length: > 0 } checkout ? checkout : null;
            return PrivateKubeconfig.Write(Path.Combine(place, "kube", $"{(token is null ? "gke" : "rehearsal")}_{path.Project}_{path.Location}_{path.Name}"), workspace, access, token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The tasks do without it.
            run.Output.Warn($"The kubeconfig of the management cluster cannot be written: {e.Message}", next: "Give the user a writable HOME, or set XDG_STATE_HOME.");
            return null;
        }
    }
}
