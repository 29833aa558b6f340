namespace KfPipelineTasks.Gcp.Billing;

/// <summary>Who pays for a project.</summary>
public interface IBilling
{
    Task<BillingInfo> ReadAsync(string project, CancellationToken cancellation);
}
