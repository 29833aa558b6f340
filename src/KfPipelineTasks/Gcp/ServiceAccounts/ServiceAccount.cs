namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <param name="UniqueId">Number that never comes back: an account made again under the same e-mail has another one.</param>
public sealed record ServiceAccount(string? Name, string Email, string? UniqueId, string? DisplayName, bool? Disabled)
{
    /// <summary>The account as a member of policies.</summary>
    public string Member => $"serviceAccount:{Email}";
}
