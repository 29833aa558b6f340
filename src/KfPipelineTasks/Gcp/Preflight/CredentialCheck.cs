using System.Globalization;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the credential is alive, who it is and until when: a dead one is found here, not after half an hour.</summary>
internal sealed class CredentialCheck(GoogleCloud cloud) : IPreflightCheck
{
    /// <summary>A token that nobody can renew must last for at least so long.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    public string Subject(PreflightWish wish) => "credential";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(cloud.Door.Options.CredentialPatience, cloud.Door.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return [new Checked(Subject(wish), Judge(await WhoAmI.AskAsync(cloud.Door, either.Token)))];
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return [new Checked(Subject(wish), Verdict.Failed($"{cloud.Door.Tokens.Description}: nobody answered within {cloud.Door.Options.CredentialPatience.TotalSeconds:0} s",
                $"Check that {cloud.Door.Endpoints[GcpApi.OAuth2].Authority} can be reached from here (proxy, firewall, endpoint overrides)."))];
        }
        catch (GcpException e)
        {
            return [new Checked(Subject(wish), Verdict.Failed($"{e.Subject}: {e.Said}", e.Next))];
        }
    }

    private Verdict Judge(Identity who)
    {
        if (!who.HasCloudScope) return Verdict.Failed($"the token of {who.Who} lacks the scope cloud-platform", "Use a credential with that scope (on a VM: its access scopes); roles do not help.");
        var renews = cloud.Door.Tokens.IsRenewable;
        var left = who.Expires - cloud.Door.Time.GetUtcNow();
        if (!renews && left < Least)
            return Verdict.Failed($"the token of {who.Who} ends at {Clock(who.Expires)}, and a plain token cannot be renewed", "Pass a fresh one, or a credential that renews itself: auth.mode.");
        var source = who.Credential == who.Who ? "" : $" ({who.Credential})";
        return Verdict.Ready($"{who.Who}{source}{(who.Expires is null ? "" : $", until {Clock(who.Expires)}{(renews ? ", then renewed" : ", not renewed")}")}");
    }

    private static string Clock(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
