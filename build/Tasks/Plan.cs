using Cake.Frosting;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Plan))]
[TaskDescription("Says what KptSet, ApplyKcc and Apply would do, object by object and field by field; changes nothing, not even the package")]
[IsDependentOn(typeof(Apply))]
public sealed class Plan : FrostingTask<DeployContext>
{
    public override void Run(DeployContext context) => context.Run.SumUpPlans();
}
