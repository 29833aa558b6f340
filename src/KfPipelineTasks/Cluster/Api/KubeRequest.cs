namespace KfPipelineTasks.Cluster.Api;

/// <summary>One request to the API server.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query below the server's base address, starting with a slash.</param>
/// <param name="About">Object and act, for messages: <c>Deployment.apps kubeflow/ml-pipeline: apply</c>.</param>
public sealed record KubeRequest(HttpMethod Method, string Path, string About)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>True when sending it twice does no more than sending it once, so that a lost answer may be asked for again.</summary>
    public bool Repeatable { get; init; }

    /// <summary>True when it changes something: goes to the pinned cluster only.</summary>
    public bool Writes { get; init; }

    /// <summary>True when 429 is an answer about the object (eviction), not about the load.</summary>
    public bool ThrottleIsAnswer { get; init; }
}
