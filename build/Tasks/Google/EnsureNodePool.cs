using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Cluster.Nodes;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureNodePool))]
[TaskDescription("Gives the cluster nodes that are large enough and have the chosen rights; replaces other pools only where named")]
[IsDependentOn(typeof(EnsureServiceAccount))]
public sealed class EnsureNodePool : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        var (settings, cloud) = (context.Settings, await context.Run.Doors.GoogleAsync());
        var path = new ClusterPath(settings.Project.Id, settings.Place.Location, settings.Cluster.Name);
        if (settings.NeedsManagementCluster && (context.Run.IsWholeDeployment || await cloud.Clusters.FindAsync(path, context.Stop) is null))
        {
            if (settings.Access.Mode == AccessMode.FullScope)
                context.Output.Warn("access.mode: full-scope has no effect on the nodes of the package: they get the account and the scopes that stand there.", next: "Leave it out, or change the nodes in the package (common/cnrm).");
            // Config Connector makes the cluster when the package is applied, and keeps the pools as the package has them.
            context.Go(new Model.Plan($"Node pool {settings.NodePool.Name}", [new Change($"node pool {path.Name}/{settings.NodePool.Name}", Outcome.Skipped, "the cluster gets the pools of the package")]));
            return;
        }

        var wish = Wish(settings);
        if (await context.Run.Doors.KubeflowIsToComeAsync())
        {
            context.Go(new Model.Plan($"Node pool {wish.Name}", [new Change($"node pool {path.Name}/{wish.Name}", Outcome.Skipped, "the cluster is made with it")]));
            return;
        }

        if (settings.NeedsManagementCluster)
            context.Output.Warn($"cluster {path.Name} is made by Config Connector, which does not know of pools that are made beside it.", next: "For a pool that is kept with the package, add a ContainerNodePool to it (common/cnrm) and run Apply.");
        WarnOfFullScope(context, wish);
        var work = new PoolWork(cloud, new ClusterNodes(context.Run.Doors.KubeflowAsync, context.Output, Drain(settings))) { ReadyWithin = settings.Timeouts.Ready };
        if (await context.LookAsync($"node pool {path.Name}/{wish.Name}", () => work.PlanAsync(path, wish, context.Stop)) is not { } plan) return;
        if (context.Go(plan.Plan)) await work.ActAsync(path, wish, plan, context.Stop);
        if (plan.Target.Length > 0) context.Output.Answer("node-pool", plan.Target);
    }

    /// <summary>Says what the coarse way means, wherever nodes are made that way.</summary>
    internal static void WarnOfFullScope(DeployContext context, PoolWish wish)
    {
        if (wish.Access == PoolAccess.FullScope)
            context.Output.Warn("access.mode: full-scope lets every pipeline step do all that the nodes' account may do; workload-identity is the finer way.", next: "Scopes cannot be changed later: choose access.mode before the nodes are made.");
    }

    private static DrainOptions Drain(DeploySettings settings) => new()
    {
        Timeout = settings.Timeouts.Drain, DeleteEmptyDirData = settings.NodePool.DeleteEmptyDirData, Force = settings.NodePool.DeleteUnmanagedPods,
    };

    internal static PoolWish Wish(DeploySettings settings)
    {
        var pool = settings.NodePool;
        return new PoolWish
        {
            Name = pool.Name, MachineType = pool.MachineType, Nodes = pool.Nodes, PerZone = pool.Count == NodeCounting.PerZone, MinNodes = pool.MinNodes, MaxNodes = pool.MaxNodes,
            DiskSizeGb = pool.DiskSize, DiskType = pool.DiskType, AcceleratorType = pool.AcceleratorType, AcceleratorCount = pool.AcceleratorCount,
            Taints = [.. pool.Taints.Select(NodeTaint.Parse)], Labels = pool.Labels, BlueGreen = pool.UpgradeStrategy == UpgradeStrategy.BlueGreen,
            MaxSurge = pool.MaxSurge, MaxUnavailable = pool.MaxUnavailable, Replace = pool.Replace, ReplaceAll = pool.ReplaceAll,
            Access = settings.Access.Mode switch
            {
                AccessMode.WorkloadIdentity => PoolAccess.WorkloadIdentity,
                AccessMode.FullScope => PoolAccess.FullScope,
                AccessMode.Secret => PoolAccess.None,
                _ => PoolAccess.ServiceAccount,
            },
            ServiceAccount = IamServiceAccounts.Email(settings.Project.Id, settings.ServiceAccount.Name),
        };
    }
}
