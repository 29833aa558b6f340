using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>
/// What has to be written into the OAuth client by hand, letter by letter: the API that could do it was shut down. Told by Validate, because
/// a client is made before anything is deployed, and by ConfigureIap, because a wrong one is met there.
/// </summary>
internal static class RedirectUris
{
    /// <summary>Tells it; says nothing for a variant that no OAuth client belongs to.</summary>
    public static void Tell(DeployContext context)
    {
        var settings = context.Settings;
        if (settings.Variant == Variant.GkeOauth2Proxy) TellProxy(context.Output, settings.Iap.ClientId);
        if (settings.Variant != Variant.GkeIap) return;
        if (settings.Iap.OAuth == OAuthMode.GoogleManaged)
        {
            context.Output.Info("People sign in with Google's own OAuth client; programs are refused until their client is allowed in the settings of Identity-Aware Proxy (programmaticClients).");
            return;
        }

        if (settings.Iap.RedirectUri is not { Length: > 0 } uri)
        {
            context.Output.Info("No OAuth client is named yet (CLIENT_ID). Make one in the console, under APIs & Services, Credentials: consent screen, then a client for a web application. When it has its id, Validate prints the redirect URI that has to be written into it.");
            return;
        }

        context.Output.Info($"OAuth client {settings.Iap.ClientId} must have this redirect URI, letter by letter: {uri}");
        context.Output.Answer("redirect-uri", uri);
    }

    private static void TellProxy(IOutput output, string client)
    {
        output.Info($"OAuth client {(client.Length > 0 ? client : "(none is named yet: CLIENT_ID)")} must have this redirect URI, and that of every other address people come by: {DashboardWays.ProxyRedirect}");
        output.Answer("redirect-uri", DashboardWays.ProxyRedirect);
    }
}
