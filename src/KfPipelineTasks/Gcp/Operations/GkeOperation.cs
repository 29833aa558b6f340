namespace KfPipelineTasks.Gcp.Operations;

/// <summary>Work of the GKE API that goes on after the answer.</summary>
public sealed record GkeOperation
{
    public string Name { get; init; } = "";

    public string OperationType { get; init; } = "";

    /// <summary>PENDING, RUNNING, DONE or ABORTING. DONE means ended; whether well says <see cref="Failure"/>.</summary>
    public string Status { get; init; } = "";

    public string? StatusMessage { get; init; }

    public string? Detail { get; init; }

    public string? TargetLink { get; init; }

    public OperationError? Error { get; init; }

    public OperationProgress? Progress { get; init; }

    internal bool IsDone => Status == "DONE";

    /// <summary>Last part of the target: the pool or the cluster. The rest of the link carries the project's number and cannot be compared.</summary>
    internal string? Target => TargetLink?[(TargetLink.LastIndexOf('/') + 1)..];

    /// <summary>Why it failed; null when it did not. Older answers fill only <c>statusMessage</c>, newer ones <c>error</c>.</summary>
    internal string? Failure => Error?.Message is { Length: > 0 } message ? message : StatusMessage is { Length: > 0 } text ? text : Error is null ? null : $"error {Error.Code}";
}
