namespace KfPipelineTasks.Gcp.Door;

/// <summary>What a refusal means for whoever asked. One HTTP status is several things: 403 alone is five.</summary>
public enum GcpErrorKind
{
    /// <summary>No answer: the network, TLS, or a lost connection.</summary>
    Unreachable,

    /// <summary>500, 502, 503, 504: nobody knows whether it was done.</summary>
    Unavailable,

    /// <summary>Asked too often: 429, and the 403 that says "per minute".</summary>
    Throttled,

    /// <summary>The token is not accepted (401), or none could be had.</summary>
    Unauthenticated,

    /// <summary>A permission is missing.</summary>
    PermissionDenied,

    /// <summary>The API is not enabled in the project.</summary>
    ServiceDisabled,

    /// <summary>The token's scopes are too small; no role helps.</summary>
    ScopeInsufficient,

    /// <summary>A quota is used up: waiting does not help. GKE says this with a 403.</summary>
    Quota,

    /// <summary>An organisation policy forbids it.</summary>
    OrganisationPolicy,

    NotFound,

    /// <summary>409 ALREADY_EXISTS.</summary>
    AlreadyExists,

    /// <summary>Somebody else changed it since it was read: 409 ABORTED, 412.</summary>
    Changed,

    /// <summary>Another operation works on the cluster.</summary>
    Busy,

    /// <summary>It is not in a state in which this can be done.</summary>
    FailedPrecondition,

    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>The answer is not what the API documents.</summary>
    NotUnderstood,

    /// <summary>Another failure; the message is the server's.</summary>
    Other,
}
