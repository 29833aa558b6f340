using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Deployment.Removal;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Teardown))]
[TaskDescription("Takes the installation down in an order that cannot deadlock; storage stays unless it is named; needs --confirm=<name>")]
[IsDependentOn(typeof(KptSet))]
public sealed class Teardown : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var name = RefuseWithoutWord(context.Settings);
        var objects = await context.ObjectsAsync();
        // Kubeflow first: while its cluster is still there its controllers can take their finalizers off.
        var inside = await KubeflowAsync(context, objects, name);
        var goes = false;
        if (context.Settings.NeedsManagementCluster)
        {
            await EndpointRemains.WithdrawAsync(context, objects);
            goes = await GoogleCloudAsync(context, objects, name, inside);
        }

        await new ProjectRemains(context, objects, goes ? name : null).TakeAwayAsync();
    }

    /// <returns>What stays in the cluster.</returns>
    private static async Task<IReadOnlyList<Change>> KubeflowAsync(DeployContext context, PackageObjects objects, string name)
    {
        if (await context.Run.Doors.KubeflowIsGoneAsync())
        {
            context.Output.Info($"Cluster {name} is gone, and everything in it.");
            return [];
        }

        var door = await context.Run.Doors.KubeflowAsync();
        await RemainingProfiles.RefuseAsync(door, context);
        var work = new ClusterWork(door, context);
        // Whoever works in a profile needs the controllers to let go, so profiles are gone before the first of them goes.
        if (KubeflowLook.ServesProfiles(await door.Kinds.TableAsync(context.Stop))) await ProfileAsync(context, door, work);
        var staying = await work.DeleteAsync($"Kubeflow of {name}", name, objects.Kubeflow, objects);
        return [.. staying, .. context.Settings.NeedsManagementCluster ? await new ClusterGuests(door, context).LookAsync(objects) : []];
    }

    private static async Task ProfileAsync(DeployContext context, ClusterDoor door, ClusterWork work)
    {
        var (profile, team) = (context.Settings.Profile, context.Settings.Pipelines.Namespace);
        if (team.Length > 0) await work.DeleteAsync($"Connection of {team}", $"connect-sdk-{team}", await ConnectSdk.ObjectsAsync(context));
        if (profile.Name.Length == 0) return;
        var objects = await EnsureProfile.ObjectsAsync(context);
        // The namespace goes with the profile; it is awaited, because what is in it needs the controllers too.
        if (await ProfileOwner.OwnsNamespaceAsync(door, profile.Name, profile.Owner, context.Stop)) objects = [.. objects, ProfileManifests.Namespace(profile.Name)];
        await work.DeleteAsync($"Profile {profile.Name}", $"profile-{profile.Name}", objects, confirmed: id => id.Kind is "Profile" or "Namespace");
    }

    /// <returns>True when the cluster goes.</returns>
    private static async Task<bool> GoogleCloudAsync(DeployContext context, PackageObjects objects, string name, IReadOnlyList<Change> inside)
    {
        var door = await context.Run.Doors.ManagementAsync();
        var work = new ClusterWork(door, context);
        var clusterStays = inside.Count > 0 && !objects.Management.Any(r => IsCluster(r.Id, name) && context.Settings.Teardown.Names(r.Id));
        if (clusterStays) context.Output.Warn($"Cluster {name} stays, for what stays in it: {inside[0].Subject}{(inside.Count > 1 ? $" and {inside.Count - 1} more" : "")}.", next: $"Name with --delete-storage what may go, or {name} for the cluster with everything in it, and run Teardown again.");
        await new CloudStorage(door, context).DecideAsync(objects, name);
        var staying = await work.DeleteAsync($"Google Cloud resources of {name}", name, objects.Management, objects,
            id => CloudStorage.Holds(id) || (IsCluster(id, name) && !clusterStays));
        // Without its identity and context Config Connector could never delete what stays now.
        var needing = staying.Count > 0 ? staying[0].Subject : await ConnectorGuests.FirstAsync(door, context, objects.Management);
        if (needing is null) await work.DeleteAsync($"Config Connector for {context.Settings.Project.Id}", $"{context.Settings.Project.Id}-config-connector", await ApplyKcc.ObjectsAsync(context));
        else context.Output.Info($"Config Connector keeps its identity and context for {context.Settings.Project.Id}: {needing} needs them.");
        return !clusterStays;
    }

    private static bool IsCluster(ResourceId id, string name) => id is { Kind: "ContainerCluster" } && id.Name == name;

    private static string RefuseWithoutWord(DeploySettings settings)
    {
        var name = settings.InstallationName;
        var word = settings.Teardown.Confirm;
        // A plan takes nothing away, so it may be asked for before anybody has to be sure.
        if (word == name || (settings.Run.Plan && word.Length == 0)) return name;
        throw new UsageException(
            $"Teardown takes {name} of {(settings.NeedsGoogleCloud || settings.IsRehearsal ? $"project {settings.Project.Id}" : "this cluster")} away, and {(word.Length == 0 ? "nobody has confirmed it" : $"--confirm says '{word}'")}.",
            $"Look at what would go with --plan; then say --confirm={name} if that is the one.");
    }
}
