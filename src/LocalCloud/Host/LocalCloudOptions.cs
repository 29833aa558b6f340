using LocalCloud.Google;
using LocalCloud.Kube;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace LocalCloud.Host;

/// <summary>How a local cloud is to run.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>Port of the Google side on 127.0.0.1; 0 takes any free one. Clusters always take free ports.</summary>
    public int Port { get; init; }

    /// <summary>The clock of everything simulated. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>File that keeps the state over restarts; null keeps it in memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>How long after its creation a custom resource definition becomes served. Default: at once.</summary>
    public TimeSpan EstablishDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How the Google side behaves, and what goes wrong on purpose on either side.</summary>
    public GoogleOptions Google { get; init; } = new();

    /// <summary>What a new cloud contains; null: nothing. A cloud that is read back from its state file keeps what it had.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>How the inside of the clusters behaves; null: no controllers run, nothing happens by itself.</summary>
    public SimulationOptions? Simulation { get; init; }

    /// <summary>Run for every cluster before it takes its first request: further controllers, admission hooks, tokens.</summary>
    public IReadOnlyList<Func<KubeCluster, IAsyncDisposable?>> ClusterParts { get; init; } = [];
}
