namespace KfPipelineTasks.Gcp.Keys;

internal sealed record AccountKeys(IReadOnlyList<AccountKey>? Keys);
