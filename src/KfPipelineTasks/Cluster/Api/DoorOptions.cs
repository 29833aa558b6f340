namespace KfPipelineTasks.Cluster.Api;

/// <summary>How the door behaves. The defaults fit a runner far from its cluster.</summary>
public sealed record DoorOptions
{
    /// <summary>Most requests in flight at once. From 16 on the distance to the server no longer shows.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>How long one attempt may take, answer included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>First pause before another attempt; doubles each time.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Longest pause before another attempt.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to go on while the server is there and overloaded, restarting or losing connections.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long to go on with a server that has never answered: a wrong address will not become right.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told every warning of the server, once per text.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>For tests: puts something between the door and the network.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler>? Between { get; init; }
}
