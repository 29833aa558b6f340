using LocalCloud.Controllers.Baseline;
using LocalCloud.Controllers.Certificates;
using LocalCloud.Controllers.ConfigConnector;
using LocalCloud.Controllers.ConfigConnector.Resources;
using LocalCloud.Controllers.Core;
using LocalCloud.Controllers.Kubeflow;
using LocalCloud.Controllers.Networking;
using LocalCloud.Controllers.Operators;
using LocalCloud.Controllers.Pods;
using LocalCloud.Controllers.Scheduling;
using LocalCloud.Controllers.Workloads;
using LocalCloud.Google;
using LocalCloud.Kube;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers;

/// <summary>The controllers of one cluster, running until they are disposed.</summary>
public sealed class ClusterControllers : IAsyncDisposable
{
    private readonly ControllerManager _manager;
    private readonly Action _leave;

    private ClusterControllers(ControllerManager manager, Action leave)
    {
        _manager = manager;
        _leave = leave;
    }

    /// <summary>When something will happen without anybody's doing; null when nothing waits for a time.</summary>
    public DateTimeOffset? NextDue => _manager.NextDue;

    /// <summary>What went wrong inside a controller: each entry is a mistake of this program.</summary>
    public IEnumerable<string> Faults => _manager.Faults.Select(fault => fault.ToString());

    /// <summary>What the API server last refused to a controller. Some of it is normal: a webhook that is not ready yet.</summary>
    public IEnumerable<string> Refusals => _manager.Refusals;

    /// <summary>Starts them.</summary>
    /// <param name="world">The Google side, when the cluster is one of GKE's: its add-ons and Config Connector act there.</param>
    /// <param name="fronts">Where the programs inside the cluster are reached from outside; null: nowhere.</param>
    public static ClusterControllers Start(KubeCluster cluster, SimulationOptions options, GoogleWorld? world = null, FrontEndpoint? fronts = null)
    {
        var view = new ClusterView(cluster);
        if (world is not null) GkeBaseline.Ensure(view);
        var manager = new ControllerManager(view, [.. OfEveryCluster(view, options, world), .. world is null ? [] : OfGoogle(view, options, world)], cluster.Time);
        manager.Start();
        fronts?.Add(cluster, new KubeflowFront(cluster, world));
        return new ClusterControllers(manager, () => fronts?.Remove(cluster.Key));
    }

    /// <summary>Returns when there is nothing left to do at the present time.</summary>
    public Task QuietAsync(CancellationToken cancellation) => _manager.QuietAsync(cancellation);

    public ValueTask DisposeAsync()
    {
        _leave();
        return _manager.DisposeAsync();
    }

    private static IEnumerable<IController> OfEveryCluster(ClusterView view, SimulationOptions options, GoogleWorld? world)
    {
        var events = new EventRecorder(view);
        return
        [
            new NamespaceController(view),
            new ServiceAccountController(view),
            new GarbageCollector(view),
            new ClusterRoleAggregation(view),
            new DeploymentController(view, events),
            new ReplicaSetController(view, events),
            new StatefulSetController(view, events),
            new DaemonSetController(view, events),
            new JobController(view, events),
            new CronJobController(view, events),
            new VolumeController(view, events, options),
            new Scheduler(view, events),
            new Kubelet(view, events, new PodBehaviours(view, options), options),
            new PodGarbageCollector(view),
            new NodeLeaseController(view),
            new EndpointsController(view),
            new DisruptionController(view),
            new AutoscalerController(view, events),
            new ApiServiceController(view),
            new IssuerController(view, options),
            new CertificateController(view, events, options),
            new CaInjector(view, options),
            new CertManagerWebhook(view, options),
            new WebhookOperatorController(view, options),
            new IstiodController(view, options),
            new CacheDeployer(view, options),
            new CreatesController(view, options),
            new LoadBalancerController(view, events, options),
            new ProfileController(view, options, world),
            new PipelinesProfileController(view, options),
            new NotebookController(view, options),
            new OperatedKindController(view, options, new Outcomes(options)),
        ];
    }

    private static IEnumerable<IController> OfGoogle(ClusterView view, SimulationOptions options, GoogleWorld world)
    {
        var events = new EventRecorder(view);
        var outcomes = new Outcomes(options);
        return
        [
            new IngressController(view, events, options, world),
            new ManagedCertificateController(view, options, world, outcomes),
            new ConnectorInstaller(view, options, world),
            new ContextController(view, options),
            new ResourceController(view, events, options, world, outcomes,
            [
                new IamServiceAccounts(), new IamPolicyMembers(), new IamPartialPolicies(), new ProjectServices(), new ComputeAddresses(), new ContainerClusters(),
                new ContainerNodePools(), new SqlInstanceResources(), new SqlDatabases(), new SqlUsers(view), new StorageBuckets(), new StorageBucketAccess(), new ProjectResources(),
            ]),
        ];
    }
}
