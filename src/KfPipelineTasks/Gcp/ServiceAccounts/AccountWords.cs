namespace KfPipelineTasks.Gcp.ServiceAccounts;

internal sealed record AccountWords(string DisplayName, string? Description);
