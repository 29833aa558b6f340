using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Status))]
[TaskDescription("Looks at every object of the package in its cluster and says, by component, what is not ready and why; changes nothing")]
[IsDependentOn(typeof(KptSet))]
public sealed class Status : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context) => (await InstallationStatus.LookAsync(context)).Show(context.Output);
}
