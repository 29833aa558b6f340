using LocalCloud.Controllers.Certificates;
using LocalCloud.Controllers.Core;
using LocalCloud.Controllers.Networking;
using LocalCloud.Controllers.Operators;
using LocalCloud.Controllers.Pods;
using LocalCloud.Controllers.Scheduling;
using LocalCloud.Controllers.Workloads;
using LocalCloud.Kube;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers;

/// <summary>The controllers of one cluster, running until they are disposed.</summary>
public sealed class ClusterControllers : IAsyncDisposable
{
    private readonly ControllerManager _manager;

    private ClusterControllers(ControllerManager manager) => _manager = manager;

    /// <summary>When something will happen without anybody's doing; null when nothing waits for a time.</summary>
    public DateTimeOffset? NextDue => _manager.NextDue;

    /// <summary>What went wrong inside a controller: each entry is a mistake of this program.</summary>
    public IEnumerable<string> Faults => _manager.Faults.Select(fault => fault.ToString());

    /// <summary>What the API server last refused to a controller. Some of it is normal: a webhook that is not ready yet.</summary>
    public IEnumerable<string> Refusals => _manager.Refusals;

    /// <summary>Starts them.</summary>
    public static ClusterControllers Start(KubeCluster cluster, SimulationOptions options)
    {
        var view = new ClusterView(cluster);
        var manager = new ControllerManager(view, All(view, options), cluster.Time);
        manager.Start();
        return new ClusterControllers(manager);
    }

    /// <summary>Returns when there is nothing left to do at the present time.</summary>
    public Task QuietAsync(CancellationToken cancellation) => _manager.QuietAsync(cancellation);

    public ValueTask DisposeAsync() => _manager.DisposeAsync();

    private static IEnumerable<IController> All(ClusterView view, SimulationOptions options)
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
            new VolumeController(view, events, options.Delays),
            new Scheduler(view, events),
            new Kubelet(view, events, new PodBehaviours(view, options.Rules), options.Delays),
            new PodGarbageCollector(view),
            new EndpointsController(view),
            new DisruptionController(view),
            new AutoscalerController(view, events),
            new ApiServiceController(view),
            new IssuerController(view, options.Delays),
            new CertificateController(view, events, options.Delays),
            new CaInjector(view, options.Delays),
            new CertManagerWebhook(view, options.Delays),
            new WebhookOperatorController(view, options.Delays),
            new IstiodController(view, options.Delays),
            new CacheDeployer(view, options.Delays),
            new CreatesController(view, options.Delays),
        ];
    }
}
