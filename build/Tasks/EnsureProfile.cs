using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(EnsureProfile))]
[TaskDescription("Makes the profile of a team: namespace, owner, contributors, quota, workload identity; waits until notebooks can run in it")]
[IsDependentOn(typeof(Validate))]
public sealed class EnsureProfile : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        var door = await context.Run.Doors.KubeflowAsync();
        var header = await UserHeader.OfAsync(door, settings, context.Stop);
        await new ClusterWork(door, context).ApplyAsync(
            $"profile-{settings.Profile.Name}", [ProfileManifests.Profile(settings), .. ProfileManifests.Contributors(settings, header)]);
    }
}
