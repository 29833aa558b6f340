using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>A request the API server refused, or did not answer.</summary>
public sealed class KubeError : DeployException
{
    internal KubeError(KubeErrorKind kind, int status, string about, string said, IReadOnlyList<StatusCause>? causes = null, string? next = null, Exception? cause = null)
        : base($"{about} failed: {said}", next, cause)
    {
        (Kind, Status, About, Said, Causes) = (kind, status, about, said, causes ?? []);
    }

    public KubeErrorKind Kind { get; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>Object and act: <c>Deployment.apps kubeflow/ml-pipeline: apply</c>.</summary>
    public string About { get; }

    /// <summary>The server's own words.</summary>
    public string Said { get; }

    /// <summary>Structured causes; empty when the server gave none.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>True when no byte of the request can have reached the server.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>True when trying again cannot help (wrong certificate, wrong protocol).</summary>
    internal bool Permanent { get; init; }
}
