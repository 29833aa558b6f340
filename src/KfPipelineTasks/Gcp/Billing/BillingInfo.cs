namespace KfPipelineTasks.Gcp.Billing;

public sealed record BillingInfo(bool? BillingEnabled, string? BillingAccountName);
