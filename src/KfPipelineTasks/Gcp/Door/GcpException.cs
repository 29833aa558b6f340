using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Door;

/// <summary>Something Google Cloud refused or did not answer: object, act, reason, and what to do next.</summary>
public sealed class GcpException : DeployException
{
    public GcpException(GcpErrorKind kind, string subject, string act, string said, string? next = null, Exception? cause = null)
        : base($"{subject}: {act} failed: {said}", next, cause) => (Kind, Subject, Act, Said) = (kind, subject, act, said);

    public GcpErrorKind Kind { get; }

    /// <summary>The object, as a person names it: <c>node pool kf/pool-1</c>.</summary>
    public string Subject { get; }

    /// <summary>What was done to it: <c>create</c>.</summary>
    public string Act { get; }

    /// <summary>The server's own words.</summary>
    public string Said { get; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>Reason of the error's details, such as <c>SERVICE_DISABLED</c>; empty when there is none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Service that is not enabled, for <see cref="GcpErrorKind.ServiceDisabled"/>.</summary>
    public string? Service { get; init; }

    /// <summary>Name of the operation that is in the way, for <see cref="GcpErrorKind.Busy"/>; null when the text does not say.</summary>
    public string? Operation { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when nobody knows whether the server did it.</summary>
    public bool MayBeDone => Kind is GcpErrorKind.Unreachable or GcpErrorKind.Unavailable or GcpErrorKind.NotUnderstood;

    /// <summary>The account that nodes are to speak as is not known: it may have been made a moment ago.</summary>
    internal bool SaysAccountIsUnknown => Kind == GcpErrorKind.Invalid && Said.StartsWith("Service account", StringComparison.Ordinal) && Said.Contains("does not exist", StringComparison.Ordinal);
}
