using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ConfigController;

/// <summary>Config Controller instances: GKE clusters that make cloud objects out of Kubernetes objects.</summary>
public interface IConfigControllers
{
    /// <summary>The instance; null when it does not exist.</summary>
    Task<KrmApiHost?> FindAsync(string project, string location, string name, CancellationToken cancellation);

    /// <summary>Creates an instance and waits until it runs: a quarter of an hour.</summary>
    Task CreateAsync(string project, string location, string name, TimeSpan deadline, IOutput output, CancellationToken cancellation);

    /// <summary>Waits until an instance that somebody has begun to create runs.</summary>
    Task<KrmApiHost> AwaitRunningAsync(string project, string location, string name, TimeSpan deadline, IOutput output, CancellationToken cancellation);
}
