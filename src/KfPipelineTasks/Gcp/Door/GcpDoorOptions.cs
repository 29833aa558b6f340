namespace KfPipelineTasks.Gcp.Door;

/// <summary>How the door behaves.</summary>
public sealed record GcpDoorOptions
{
    /// <summary>Most requests in flight at once.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>How long one attempt may take, answer included. Default: 60 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause before another attempt; doubles each time, with jitter. Default: 1 second.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause that we choose ourselves. Default: 30 seconds.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to go on with one request that is refused for a passing reason. Default: 3 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long to go on when nobody listens at an address of this machine: no network is in between that could recover. Default: 5 seconds.</summary>
    public TimeSpan LoopbackPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told when a request goes without an answer more than once: the reason, and for how long it is tried still. Not for every request: at most every half minute.</summary>
    public Action<GcpException, TimeSpan>? OnTryingAgain { get; init; }

    /// <summary>How long Validate waits for word about the credential. Default: 10 seconds.</summary>
    public TimeSpan CredentialPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its activation an API may still say that it is disabled. Default: 10 minutes.</summary>
    public TimeSpan ActivationWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Pause between two looks at an operation. Default: 5 seconds, as gcloud.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the cloud may take to notice its own changes (a new account, a new key). Default: 5 minutes; keys have been seen to take that long.</summary>
    public TimeSpan PropagationWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long putting things back may take after a signal to stop: whoever sent it does not wait for ever. Default: 1 minute.</summary>
    public TimeSpan LastWords { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Project that pays for the requests (<c>X-Goog-User-Project</c>); null: the one of the credential.</summary>
    public string? QuotaProject { get; init; }

    /// <summary>For tests: puts something between the door and the network.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler>? Between { get; init; }
}
