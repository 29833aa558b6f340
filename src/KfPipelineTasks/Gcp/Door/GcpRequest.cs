namespace KfPipelineTasks.Gcp.Door;

/// <summary>One request to an API.</summary>
/// <param name="Path">Path and query below the API's base address.</param>
/// <param name="Subject">The object, as a person names it.</param>
/// <param name="Act">What is done to it, as a verb: <c>read</c>, <c>create</c>.</param>
public sealed record GcpRequest(GcpApi Api, HttpMethod Method, string Path, string Subject, string Act)
{
    /// <summary>JSON; null for no body.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>True when the request may be sent again after an answer that was lost. Default: for reads and deletes.</summary>
    public bool Repeatable { get; init; } = Method == HttpMethod.Get || Method == HttpMethod.Delete;

    /// <summary>Permission the caller needs for it, as IAM names it; null where there is none.</summary>
    public string? Permission { get; init; }

    /// <summary>True when something is changed. Default: for everything but GET.</summary>
    public bool Writes { get; init; } = Method != HttpMethod.Get;
}
