using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Looks whether there is a Kubeflow to work in, before anything is asked of it.</summary>
internal static class KubeflowLook
{
    /// <summary>Whether profiles can be made; says so, or refuses, where they cannot.</summary>
    /// <param name="subject">What would be made: <c>profile team-a</c>.</param>
    /// <exception cref="UsageException">Kubeflow is not installed.</exception>
    public static async Task<bool> HasProfilesAsync(DeployContext context, string subject)
    {
        if (await context.IsKnownLaterAsync(subject)) return false;
        var door = await context.Run.Doors.KubeflowAsync();
        // What serves profiles may have come since the kinds were asked for: with the package of this very run, or by a controller of it.
        var kinds = context.Settings.Run.Plan ? await door.Kinds.TableAsync(context.Stop) : await door.Kinds.TableForAsync(ServesProfiles, context.Stop);
        if (ServesProfiles(kinds)) return true;
        if (context.Settings.Run.Plan)
        {
            context.PlanForLater(subject, "known once Kubeflow is installed");
            return false;
        }

        if (await new KubeObjects(door).GetAsync(kinds.Find("", "Service")!, "kubeflow", "ml-pipeline", context.Stop) is null)
            throw new UsageException($"{subject}: Kubeflow is not installed on {door.Name}: the cluster knows no profiles.", "Apply the package first (task Apply).");
        context.Output.Info($"This is an installation for a single user: there are no profiles, and {subject} is not needed.");
        return false;
    }

    /// <summary>True when the cluster knows profiles.</summary>
    public static bool ServesProfiles(KindTable kinds) => kinds.Find("kubeflow.org", "Profile") is not null;

    /// <summary>Whether a profile's namespace is there to connect. A plan before its profile was made says that it is not.</summary>
    public static async Task<bool> HasNamespaceAsync(DeployContext context, string ns)
    {
        if (!context.Settings.Run.Plan) return true;
        var door = await context.Run.Doors.KubeflowAsync();
        var kind = (await door.Kinds.TableAsync(context.Stop)).Find("", "Namespace")!;
        if (await new KubeObjects(door).GetAsync(kind, null, ns, context.Stop) is not null) return true;
        context.PlanForLater($"the connection of {ns}", $"known once namespace {ns} came with its profile");
        return false;
    }
}
