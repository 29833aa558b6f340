using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(ApplyKcc))]
[TaskDescription("Gives Config Connector an identity and a context for the project on the management cluster, and waits until it is healthy")]
[IsDependentOn(typeof(KptSet))]
public sealed class ApplyKcc : AsyncFrostingTask<DeployContext>
{
    /// <summary>Namespace of Config Controller that is there from the beginning.</summary>
    internal const string ConfigControl = "config-control";

    public override async Task RunAsync(DeployContext context)
    {
        // A package that Apply would refuse is refused here: nothing may be written before it is whole. A whole deployment has looked earlier still.
        if (!context.Run.IsWholeDeployment) await BeforeFirstWrite.LookAsync(context);
        var objects = await ObjectsAsync(context);
        if (objects.Count == 0)
        {
            context.Output.Info("Nothing here is made by Config Connector: this installation needs no management cluster.");
            return;
        }

        var set = $"{context.Settings.Project.Id}-config-connector";
        if (await context.Run.Doors.ManagementIsToComeAsync()) ClusterWork.PlanForClusterToCome(context, context.Settings.Management.Name, set, objects, namespaces: ConfigControl);
        else await new ClusterWork(await context.Run.Doors.ManagementAsync(), context, stopAtFirstFailure: true).ApplyAsync(set, objects);
    }

    /// <summary>The identity of Config Connector in the project, and its context; empty where nothing is made by it.</summary>
    internal static async Task<IReadOnlyList<Resource>> ObjectsAsync(DeployContext context)
    {
        var folder = Path.Combine(context.Run.Package.Work, "kubeflow", "kcc", "kcc-namespace");
        if (!context.Settings.NeedsManagementCluster || !Directory.Exists(folder)) return [];
        return (await PackageRenderer.Of(context).ReadAsync(folder, cancellation: context.Stop)).Resources;
    }
}
