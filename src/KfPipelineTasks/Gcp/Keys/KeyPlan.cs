using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary>What EnsurePipelinesSecret found, and would do.</summary>
/// <param name="NeedsKey">A new key is made.</param>
/// <param name="Surplus">Keys that are deleted in the end: neither made now nor kept in the Secret.</param>
public sealed record KeyPlan(Plan Plan, bool NeedsKey, IReadOnlyList<string> Surplus);
