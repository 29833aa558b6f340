namespace LocalCloud.Record;

/// <summary>A request as it was received, and how it was answered.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Time">When it came in, by the simulated clock.</param>
/// <param name="Server">Which server it reached: <c>google</c>, or the name of a cluster.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Query">Query, with its question mark; empty when there is none.</param>
/// <param name="Headers">Headers without credentials.</param>
/// <param name="Body">Body as text, without credentials, cut at <see cref="RequestLog.LongestBody"/> characters.</param>
/// <param name="Status">HTTP status of the answer; 0 when the connection was cut.</param>
/// <param name="Milliseconds">How long the answer took.</param>
/// <param name="Fault">Name of the fault that answered, or null.</param>
public sealed record RecordedRequest(
    long Number, DateTimeOffset Time, string Server, string Method, string Path, string Query,
    IReadOnlyDictionary<string, string> Headers, string Body, int Status, double Milliseconds, string? Fault)
{
    /// <summary>Permissions that the Google side looked for before it answered: what the caller needs for such a request.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>One line: what a failing test shows.</summary>
    public override string ToString() => $"#{Number} {Server} {Method} {Path}{Query} -> {Status}{(Fault is null ? "" : $" ({Fault})")}";
}
