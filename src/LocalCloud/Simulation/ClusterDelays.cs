namespace LocalCloud.Simulation;

/// <summary>
/// How long things take inside a cluster, in simulated time. The defaults are short enough for a rehearsal in real time
/// and long enough for "not yet" to be seen; <see cref="Real"/> is what a cluster of Google's takes, roughly.
/// </summary>
public sealed record ClusterDelays
{
    /// <summary>From the Node's decision to the running containers. Default: 400 ms.</summary>
    public TimeSpan PodStart { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>From running to ready, for containers with a readiness probe. Default: 300 ms.</summary>
    public TimeSpan PodReady { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the wish to stop to the end of a Pod, if its grace period is not shorter. Default: 300 ms.</summary>
    public TimeSpan PodStop { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a container that crashes lives first. Default: 1 s.</summary>
    public TimeSpan CrashAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a container runs that is meant to end. Default: 1 s.</summary>
    public TimeSpan JobRun { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From a claim to its volume. Default: 200 ms.</summary>
    public TimeSpan Volume { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From a Service of type LoadBalancer to its address. Default: 1 s.</summary>
    public TimeSpan LoadBalancer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From an Ingress to its address. Default: 2 s.</summary>
    public TimeSpan Ingress { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From ready Pods to a backend that the load balancer calls healthy. Default: 1 s.</summary>
    public TimeSpan BackendHealth { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From a ManagedCertificate to its end state. Default: 2 s.</summary>
    public TimeSpan ManagedCertificate { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From a Certificate to its Secret. Default: 300 ms.</summary>
    public TimeSpan Certificate { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a controller that runs as a Pod takes for its part: filling in a CA, making a namespace. Default: 200 ms.</summary>
    public TimeSpan Operator { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From a Config Connector object to its first status. Default: 500 ms.</summary>
    public TimeSpan ConfigConnector { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Everything at once.</summary>
    public static ClusterDelays None { get; } = All(TimeSpan.Zero);

    /// <summary>What the real things take, roughly.</summary>
    public static ClusterDelays Real { get; } = new()
    {
        PodStart = TimeSpan.FromSeconds(8),
        PodReady = TimeSpan.FromSeconds(5),
        PodStop = TimeSpan.FromSeconds(3),
        CrashAfter = TimeSpan.FromSeconds(2),
        JobRun = TimeSpan.FromSeconds(10),
        Volume = TimeSpan.FromSeconds(5),
        LoadBalancer = TimeSpan.FromSeconds(40),
        Ingress = TimeSpan.FromMinutes(3),
        BackendHealth = TimeSpan.FromMinutes(2),
        ManagedCertificate = TimeSpan.FromMinutes(15),
        Certificate = TimeSpan.FromSeconds(2),
        Operator = TimeSpan.FromSeconds(2),
        ConfigConnector = TimeSpan.FromSeconds(5),
    };

    /// <summary>Everything takes equally long.</summary>
    public static ClusterDelays All(TimeSpan each) => new()
    {
        PodStart = each,
        PodReady = each,
        PodStop = each,
        CrashAfter = each,
        JobRun = each,
        Volume = each,
        LoadBalancer = each,
        Ingress = each,
        BackendHealth = each,
        ManagedCertificate = each,
        Certificate = each,
        Operator = each,
        ConfigConnector = each,
    };
}
