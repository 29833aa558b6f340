using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether somebody pays for the project.</summary>
internal sealed class BillingCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => $"billing of {wish.Project}";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        if (!wish.Spends) return [];
        var billing = await cloud.Billing.ReadAsync(wish.Project, cancellation);
        return
        [
            new Checked(Subject(wish), billing.BillingEnabled == true
                ? Verdict.Ready(billing.BillingAccountName ?? "on")
                : Verdict.Failed("it is off, so nothing can be made", $"Link a billing account: https://console.cloud.google.com/billing/linkedaccount?project={wish.Project}")),
        ];
    }
}
