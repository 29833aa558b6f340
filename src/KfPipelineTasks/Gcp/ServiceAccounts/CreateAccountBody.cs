namespace KfPipelineTasks.Gcp.ServiceAccounts;

internal sealed record CreateAccountBody(string AccountId, AccountWords ServiceAccount);
