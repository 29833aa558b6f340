namespace LocalCloud.Faults;

/// <summary>What happens to a request a rule has caught. Latency comes first, then at most one of the rest; with latency alone the request goes on.</summary>
public sealed record FaultAction
{
    /// <summary>HTTP status of the answer.</summary>
    public int? Status { get; init; }

    /// <summary>Body of the answer.</summary>
    public string Body { get; init; } = "";

    /// <summary>Headers of the answer; JSON is assumed when no content type is named.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The connection is cut without an answer, and nothing was done.</summary>
    public bool Reset { get; init; }

    /// <summary>Nothing is answered until the client gives up.</summary>
    public bool Stall { get; init; }

    /// <summary>The request is done, and then the connection is cut: the answer is lost.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>The request is answered, and the connection cut after this time: a watch that drops.</summary>
    public TimeSpan? DropAfter { get; init; }

    /// <summary>How long to wait first, in simulated time.</summary>
    public TimeSpan Latency { get; init; }
}
