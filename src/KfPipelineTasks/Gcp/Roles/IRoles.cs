namespace KfPipelineTasks.Gcp.Roles;

/// <summary>The roles that IAM knows.</summary>
public interface IRoles
{
    /// <param name="role"><c>roles/NAME</c>.</param>
    Task<bool> ExistsAsync(string role, CancellationToken cancellation);

    /// <summary>Names of all predefined roles.</summary>
    Task<IReadOnlyList<string>> PredefinedAsync(CancellationToken cancellation);
}
