using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(ConfigureIap))]
[TaskDescription("Leads people in through Identity-Aware Proxy: health check, audience, host name; waits for address, backends, certificate and name")]
[IsDependentOn(typeof(Validate))]
public sealed class ConfigureIap : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.Settings.Variant != Variant.GkeIap)
        {
            context.Output.Info($"Variant {ValueText.Of(context.Settings.Variant)} does not stand behind Identity-Aware Proxy: nothing to do.");
            return;
        }

        if (await context.HasNoIngressAsync()) return;
        TellRedirect(context);
        if (await context.IsKnownLaterAsync("way in through Identity-Aware Proxy")) return;
        var work = await WayInWork.OpenAsync(context);
        if (context.Settings.Run.Plan)
        {
            await work.PlanAsync();
            return;
        }

        var url = $"https://{await work.LeadAsync()}/";
        context.Output.Info($"Kubeflow answers at {url} to everybody who is let in (GrantIapAccess).");
        context.Output.Answer("url", url);
    }

    // Nobody but its owner can write this into the client: the API for it was shut down.
    private static void TellRedirect(DeployContext context)
    {
        if (context.Settings.Iap.OAuth == OAuthMode.Custom)
            context.Output.Info($"OAuth client {context.Settings.Iap.ClientId} must have this redirect URI, letter by letter: {context.Settings.Iap.RedirectUri}");
        else
            context.Output.Info("People sign in with Google's own OAuth client; programs are refused until their client is allowed in the settings of Identity-Aware Proxy (programmaticClients).");
    }
}
