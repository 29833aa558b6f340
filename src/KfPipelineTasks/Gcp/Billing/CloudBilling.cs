using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Billing;

/// <summary><see cref="IBilling"/> over REST.</summary>
public sealed class CloudBilling(GcpDoor door) : IBilling
{
    public Task<BillingInfo> ReadAsync(string project, CancellationToken cancellation) =>
        door.SendAsync(new GcpRequest(GcpApi.CloudBilling, HttpMethod.Get, $"v1/projects/{Uri.EscapeDataString(project)}/billingInfo", $"billing of {project}", "read"), GcpJson.Default.BillingInfo, cancellation);
}
