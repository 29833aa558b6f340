using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;
using KfPipelineTasks.Pipelines;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.Connections;

/// <summary>
/// Tries the door of the installation as the world meets it: Identity-Aware Proxy itself must refuse whoever shows nothing, and show the
/// dashboard to whoever is registered, as far as this run has an identity that can be.
/// </summary>
internal sealed class FrontTrial(DeployContext context, Uri front)
{
    private DeploySettings Settings => context.Settings;

    /// <summary>Without a credential: a refusal of Identity-Aware Proxy's own. Waits while the load balancer does not answer yet.</summary>
    public async Task<PipelinesCheck> NobodyAsync(string what)
    {
        using var way = PipelinesWay.To(front, context.Time);
        var checks = new ConnectionChecks(way.Client);
        PipelinesCheck? nobody = null;
        await PatientLook.Async($"{front.Authority} to answer", async () =>
        {
            nobody = await checks.ProxyRefusesAsync(what, null, context.Stop);
            return nobody.Verdict;
        }, context);
        return nobody!;
    }

    /// <summary>As this run's own account: the dashboard. An account that is nowhere registered is no finding.</summary>
    public async Task<PipelinesCheck> DashboardAsync()
    {
        const string What = "dashboard, with a token";
        if (Settings.Iap.ClientId.Length == 0) return new PipelinesCheck(What, Verdict.Unknown("not tried: Google's own OAuth client lets no programs in."));
        var (email, because) = await ProgramAsync();
        if (email is null) return new PipelinesCheck(What, Verdict.Unknown(because));
        try
        {
            var token = await TokenAsync(email, Settings.Iap.ClientId);
            return await OpensAsync($"dashboard as {email}", token, Settings.Iap.Members.Contains($"serviceAccount:{email}"));
        }
        catch (GcpException e)
        {
            return new PipelinesCheck(What, Verdict.Unknown($"not tried: {e.Message}", "roles/iam.serviceAccountOpenIdTokenCreator on the account itself lets it have one."));
        }
    }

    /// <summary>The service account that this run speaks as; only such an account can have an identity token made. Null, and why not.</summary>
    public async Task<(string? Email, string Because)> ProgramAsync()
    {
        if (Settings.Auth.Impersonate.Length > 0) return (Settings.Auth.Impersonate, "");
        var who = (await WhoAmI.AskAsync((await context.Run.Doors.GoogleAsync()).Door, context.Stop)).Who;
        return who.EndsWith(".gserviceaccount.com", StringComparison.Ordinal)
            ? (who, "")
            : (null, $"not tried: {who} is no service account, and only for those an identity token can be asked for; auth.impersonate names one.");
    }

    /// <summary>An identity token of an account, masked in everything that is said.</summary>
    /// <exception cref="GcpException">The run may not have one made.</exception>
    public async Task<PipelinesCredential> TokenAsync(string email, string audience)
    {
        var token = await (await context.Run.Doors.GoogleAsync()).IdTokens.MintAsync(email, audience, context.Stop);
        context.Output.Mask(token);
        return PipelinesCredential.Token(email, token);
    }

    // A grant takes a minute or two: who is named as a member is worth the wait, anybody else is not.
    private async Task<PipelinesCheck> OpensAsync(string what, PipelinesCredential token, bool isMember)
    {
        using var way = PipelinesWay.To(front, context.Time);
        var checks = new ConnectionChecks(way.Client);
        var verdict = await PatientLook.Async($"{token.Who} to be let in", async () =>
        {
            var seen = await checks.OpensAsync(token, context.Stop);
            if (!seen.IsStranger) return seen.Verdict;
            return isMember
                ? Verdict.Waiting(seen.Verdict.Because, seen.Verdict.Next)
                : Verdict.Unknown($"{token.Who} is not registered, and was refused as it must be.", "To have the dashboard tried too, name the account in iap.members and run GrantIapAccess.");
        }, context);
        return new PipelinesCheck(what, verdict);
    }
}
