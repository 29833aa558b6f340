using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Deployment.Connections;
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
        RedirectUris.Tell(context);
        if (await context.IsKnownLaterAsync("way in through Identity-Aware Proxy")) return;
        var work = await WayInWork.OpenAsync(context);
        if (context.Settings.Run.Plan)
        {
            await work.PlanAsync();
            return;
        }

        var led = await work.LeadAsync();
        await ProveAsync(context, led.Host);
        context.Output.Info($"Kubeflow answers at {led.Url} (address {led.Address}) to everybody who is let in (GrantIapAccess), and to nobody else.");
        context.Output.Answer("url", led.Url);
        context.Output.Answer("dashboard-host", led.Host);
        context.Output.Answer("ingress-address", led.Address);
    }

    // What every part says of itself is one thing; that a stranger is turned away is another.
    private static async Task ProveAsync(DeployContext context, string host)
    {
        var nobody = await new FrontTrial(context, await context.Run.Doors.FrontAsync(host)).NobodyAsync("a request without a credential");
        var said = $"{host}: {nobody.Name}: {nobody.Verdict.Because}";
        switch (nobody.Verdict.State)
        {
            case State.Failed:
                throw new DeployException(nobody.IsSecurity ? $"security: {said}" : said, nobody.Verdict.Next);
            case State.Waiting:
                throw new NotReadyInTimeException(said, nobody.Verdict.Next ?? "It may still come: run ConfigureIap again, or give --timeout more.");
            default:
                context.Output.Info($"A request without a credential is {nobody.Verdict.Because}");
                break;
        }
    }
}
