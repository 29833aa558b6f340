namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>The service accounts of a project.</summary>
public interface IServiceAccounts
{
    /// <summary>The account; null when it does not exist.</summary>
    Task<ServiceAccount?> FindAsync(string project, string email, CancellationToken cancellation);

    /// <summary>Creates the account, or finds it when somebody was faster, and waits until it is seen three times in a row.</summary>
    /// <param name="id">The part before the @.</param>
    Task<ServiceAccount> CreateAsync(string project, string id, string displayName, string? description, CancellationToken cancellation);

    /// <summary>Deletes the account with its keys; nothing happens when it is gone already.</summary>
    Task DeleteAsync(string project, string email, CancellationToken cancellation);

    /// <summary>True when the caller may run machines as the account (roles/iam.serviceAccountUser on it, or above it).</summary>
    Task<bool> MayActAsAsync(string project, string email, CancellationToken cancellation);
}
