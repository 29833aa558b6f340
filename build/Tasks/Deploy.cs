using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Tasks.Google;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

/// <summary>The whole graph. Alone, a task depends only on what it cannot do without; the order of a whole deployment is the order of these lines.</summary>
[TaskName(nameof(Deploy))]
[TaskDescription("Everything, from checks to a working connection to Pipelines: services, clusters, package, way in, access, profile, notebooks, check")]
[IsDependentOn(typeof(Validate))]
[IsDependentOn(typeof(KptSet))]
[IsDependentOn(typeof(EnableServices))]
[IsDependentOn(typeof(EnsureManagementCluster))]
[IsDependentOn(typeof(EnsureServiceAccount))]
[IsDependentOn(typeof(EnsureCluster))]
[IsDependentOn(typeof(EnsureNodePool))]
[IsDependentOn(typeof(EnsureArtifactBucket))]
[IsDependentOn(typeof(ApplyKcc))]
[IsDependentOn(typeof(Apply))]
[IsDependentOn(typeof(EnsurePipelinesSecret))]
[IsDependentOn(typeof(ConfigureIap))]
[IsDependentOn(typeof(GrantIapAccess))]
[IsDependentOn(typeof(EnsureProfile))]
[IsDependentOn(typeof(ConnectSdk))]
[IsDependentOn(typeof(CheckPipelines))]
public sealed class Deploy : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.Settings.Run.Plan)
        {
            context.Run.SumUpPlans();
            return;
        }

        (await InstallationStatus.LookAsync(context)).Show(context.Output);
        // Behind Identity-Aware Proxy ConfigureIap has led people in, and told where.
        var objects = await context.ObjectsAsync();
        if (context.Settings.Variant == Variant.GkeIap && objects.HasIngress) return;
        var way = objects.Way(context.Settings);
        if (way.Url.Length > 0) context.Output.Answer("url", way.Url);
        way.Tell(context.Output);
    }
}
