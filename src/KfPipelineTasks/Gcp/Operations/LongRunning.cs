using System.Text.Json;

namespace KfPipelineTasks.Gcp.Operations;

/// <summary>google.longrunning.Operation, which Service Usage and Config Controller answer with.</summary>
public sealed record LongRunning(string? Name, bool? Done, OperationError? Error, JsonElement? Response);
