namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <param name="UniqueId">Number that never comes back: an account made again under the same e-mail has another one.</param>
/// <param name="Description">Says for an account of ours who has made it: see <see cref="AccountWish.Description"/>.</param>
public sealed record ServiceAccount(string? Name, string Email, string? UniqueId, string? DisplayName, bool? Disabled, string? Description = null)
{
    /// <summary>The account as a member of policies.</summary>
    public string Member => $"serviceAccount:{Email}";
}
