using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Operations;

/// <summary><see cref="IGkeOperations"/> over REST.</summary>
public sealed class GkeOperations(GcpDoor door, IOutput output, TimeSpan deadline) : IGkeOperations
{
    public TimeSpan Deadline => deadline;

    public async Task<IReadOnlyList<GkeOperation>> ListAsync(ClusterPath cluster, CancellationToken cancellation)
    {
        var list = await door.SendAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, $"{cluster.Place}/operations", $"operations in {cluster.Location}", "list")
        {
            Permission = "container.operations.list",
        }, GcpJson.Default.OperationList, cancellation);
        var marker = $"/clusters/{cluster.Name}";
        return (list.Operations ?? []).Where(o => o.TargetLink is { } link && (link.EndsWith(marker, StringComparison.Ordinal) || link.Contains($"{marker}/", StringComparison.Ordinal))).ToList();
    }

    public async Task AwaitAsync(ClusterPath cluster, GkeOperation operation, string subject, CancellationToken cancellation)
    {
        var ended = await EndOfAsync(cluster, operation, subject, cancellation);
        if (ended.Failure is not { } failure) return;
        throw new GcpException(Kind(failure), subject, Words(ended), failure, Next(failure)) { Operation = ended.Name };
    }

    public Task AwaitOtherAsync(ClusterPath cluster, string operation, CancellationToken cancellation) =>
        EndOfAsync(cluster, new GkeOperation { Name = operation }, $"cluster {cluster.Name}, busy with {operation}", cancellation);

    private async Task<GkeOperation> EndOfAsync(ClusterPath cluster, GkeOperation operation, string subject, CancellationToken cancellation)
    {
        using var wait = new Waiting(door.Time, output, $"{subject}: {Words(operation)}", deadline);
        while (!operation.IsDone)
        {
            await wait.PauseAsync(door.Options.PollInterval, Left(operation), cancellation);
            operation = await ReadAsync(cluster, operation, cancellation);
        }

        return operation;
    }

    private async Task<GkeOperation> ReadAsync(ClusterPath cluster, GkeOperation operation, CancellationToken cancellation) =>
        // An operation that is forgotten has ended long ago.
        await door.FindAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, $"{cluster.Place}/operations/{Uri.EscapeDataString(operation.Name)}", $"operation {operation.Name}", "read")
        {
            Permission = "container.operations.get",
        }, GcpJson.Default.GkeOperation, cancellation) ?? operation with { Status = "DONE" };

    private static IReadOnlyList<string> Left(GkeOperation operation)
    {
        var metrics = operation.Progress?.Metrics?.Where(m => m.IntValue is not null).Select(m => $"{m.Name} {m.IntValue}").ToList() ?? [];
        return [$"operation {operation.Name} is {(operation.Status.Length == 0 ? "going on" : operation.Status)}{(metrics.Count == 0 ? "" : $" ({string.Join(", ", metrics)})")}"];
    }

    private static string Words(GkeOperation operation) =>
        operation.OperationType.Length == 0 ? "other operation" : operation.OperationType.ToLowerInvariant().Replace('_', ' ');

    private static GcpErrorKind Kind(string failure) =>
        failure.Contains("quota", StringComparison.OrdinalIgnoreCase) ? GcpErrorKind.Quota
        : failure.Contains("PERMISSION", StringComparison.OrdinalIgnoreCase) ? GcpErrorKind.PermissionDenied : GcpErrorKind.Other;

    private static string Next(string failure) => failure switch
    {
        _ when failure.Contains("quota", StringComparison.OrdinalIgnoreCase) => "Ask for more quota in the console (IAM & Admin > Quotas), use fewer or smaller nodes, or another region.",
        _ when failure.Contains("have registered", StringComparison.Ordinal) || failure.Contains("PERMISSIONS_ERROR", StringComparison.Ordinal) =>
            "The nodes cannot register: their service account lacks roles, or the scopes are too small. Run EnsureServiceAccount.",
        _ when failure.Contains("STOCKOUT", StringComparison.OrdinalIgnoreCase) || failure.Contains("does not have enough resources", StringComparison.Ordinal) =>
            "The zone has no such machines left: take another zone or machine type, or run again later.",
        _ => "Nothing that was there has been removed. Remove the cause and run again.",
    };
}
