using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(EnsureProfile))]
[TaskDescription("Makes the profile of a team: namespace, owner, contributors, quota, workload identity; waits until notebooks can run in it")]
[IsDependentOn(typeof(Validate))]
public sealed class EnsureProfile : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        if (await context.HasNoProfileAsync()) return;
        if (!await KubeflowLook.HasProfilesAsync(context, $"profile {settings.Profile.Name}")) return;
        var door = await context.Run.Doors.KubeflowAsync();
        await ProfileOwner.CheckAsync(door, settings.Profile.Name, settings.Profile.Owner, context.Stop);
        await new ClusterWork(door, context).ApplyAsync($"profile-{settings.Profile.Name}", await ObjectsAsync(context));
    }

    /// <summary>Everything that makes up the profile of the settings.</summary>
    internal static async Task<IReadOnlyList<Resource>> ObjectsAsync(DeployContext context)
    {
        var profile = ProfileManifests.Profile(context.Settings);
        if (context.Settings.Profile.Contributors.Count == 0) return [profile];
        var door = await context.Run.Doors.KubeflowAsync();
        return [profile, .. ProfileManifests.Contributors(context.Settings, await UserHeader.OfAsync(door, context.Settings, context.Stop), await MeshGateways.OfAsync(door, context.Stop))];
    }
}
