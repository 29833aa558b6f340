using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Forwarding;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;
using KfPipelineTasks.Pipelines;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.Connections;

/// <summary>Tries the connection to Pipelines in the way of the settings: as the profile's service account, through Identity-Aware Proxy, or with a cookie.</summary>
internal sealed class PipelinesTrial(DeployContext context)
{
    private const string Home = "kubeflow";
    private const string Service = "ml-pipeline";
    private const int Port = 8888;
    private const string Notebook = "default-editor";

    /// <summary>An audience that nobody expects.</summary>
    private const string ElseWhere = "https://somebody-else.example";

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);

    /// <summary>The namespace every cluster has and no profile is: its account may do nothing in a profile.</summary>
    private static readonly string[] Foreign = ["kube-public", "default"];

    private readonly List<PipelinesCheck> _checks = [];

    private DeploySettings Settings => context.Settings;

    private string Profile => Settings.Pipelines.Namespace;

    /// <returns>Everything that was tried, in its order. What depends on something that failed is not tried.</returns>
    public async Task<IReadOnlyList<PipelinesCheck>> RunAsync()
    {
        await (Settings.Pipelines.Identity switch
        {
            PipelinesIdentity.Iap => ThroughProxyAsync(),
            PipelinesIdentity.Cookie => WithCookieAsync(),
            _ when Settings.Pipelines.Url.Length > 0 => ByAddressAsync(),
            _ => InsideAsync(),
        });
        return _checks;
    }

    private async Task InsideAsync()
    {
        var door = await context.Run.Doors.KubeflowAsync();
        var forward = new PortForward(door);
        ServedPod? pod = null;
        var found = await PatientLook.Async("Pipelines to have a ready Pod", async () =>
        {
            (pod, var verdict) = await forward.FindAsync(Home, Service, Port, context.Stop);
            return verdict;
        }, context);
        _checks.Add(new PipelinesCheck("Pod behind the Service", found));
        if (pod is null) return;
        using var way = PipelinesWay.Into(pod, forward, context.Time);
        if (await AsAccountAsync(way.Client, door) is { IsMultiUser: true } && Profile.Length > 0)
            _checks.AddRange(await new MeshTrial(door, context).RunAsync(Home, pod.Labels, Profile, Notebook));
    }

    private async Task ByAddressAsync()
    {
        using var way = PipelinesWay.To(new Uri(Settings.Pipelines.Url), context.Time);
        await AsAccountAsync(way.Client, await context.Run.Doors.KubeflowAsync());
    }

    private async Task<PipelinesHealth?> AsAccountAsync(PipelinesClient client, ClusterDoor door)
    {
        var checks = new ConnectionChecks(client);
        if (await HealthAsync(checks, null) is not { } health) return null;
        if (!health.IsMultiUser)
        {
            _checks.Add(await checks.ListsAsync(health, null, "", context.Stop));
            _checks.Add(new PipelinesCheck("who may ask", Verdict.Unknown("an installation for a single user asks nobody who he is: whoever reaches the Service may do everything.")));
            return health;
        }

        if (Profile.Length == 0)
        {
            // A whole deployment may leave profiles to the first sign-in; whoever asks for this check alone wants it made.
            if (context.Run.IsWholeDeployment) _checks.Add(new PipelinesCheck("experiments", Verdict.Unknown("no profile is named, and every experiment belongs to one.")));
            else _checks.Add(new PipelinesCheck("experiments", Verdict.Failed("no namespace is named, and with several users every experiment belongs to one.", "Give --pipelines-namespace (or --profile).")));
            return health;
        }

        await AsOwnAsync(checks, health, door);
        _checks.Add(await checks.RefusesAsync(health, null, Profile, [401, 403], Verdict.Failed($"anybody may list the experiments of {Profile} without saying who he is.", "Look at the AuthorizationPolicies of ml-pipeline, and at its variable MULTIUSER."), context.Stop));
        await AsForeignAsync(checks, health, door);
        return health;
    }

    private async Task AsOwnAsync(ConnectionChecks checks, PipelinesHealth health, ClusterDoor door)
    {
        try
        {
            var token = await TokenAsync(door, Profile, Notebook);
            _checks.Add(await checks.ListsAsync(health, token, Profile, context.Stop));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.NotFound or KubeErrorKind.Forbidden)
        {
            var next = e.Kind == KubeErrorKind.NotFound ? $"Run EnsureProfile: it makes the profile {Profile} and waits for its accounts." : "One needs the right to create serviceaccounts/token.";
            _checks.Add(new PipelinesCheck($"token of {Profile}/{Notebook}", Verdict.Failed(e.Message, next)));
        }
    }

    private async Task AsForeignAsync(ConnectionChecks checks, PipelinesHealth health, ClusterDoor door)
    {
        var home = Foreign.First(ns => ns != Profile);
        try
        {
            var token = await TokenAsync(door, home, "default");
            var opens = Verdict.Failed($"{token.Who} has nothing to do with {Profile} and may list its experiments.", $"Look for who grants it: kubectl auth can-i list experiments.pipelines.kubeflow.org -n {Profile} --as system:serviceaccount:{home}:default; often a ClusterRoleBinding to system:serviceaccounts or system:authenticated.");
            _checks.Add(await checks.RefusesAsync(health, token, Profile, [403], opens, context.Stop));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.NotFound or KubeErrorKind.Forbidden)
        {
            _checks.Add(new PipelinesCheck($"token of {home}/default", Verdict.Unknown($"not tried as somebody else: {e.Message}")));
        }
    }

    private async Task ThroughProxyAsync()
    {
        var address = Settings.Pipelines.Url.Length > 0 ? new Uri(Settings.Pipelines.Url) : new Uri(await context.Run.Doors.FrontAsync(), "pipeline");
        using var way = PipelinesWay.To(address, context.Time);
        var checks = new ConnectionChecks(way.Client);
        PipelinesCheck? nobody = null;
        await PatientLook.Async($"{address.Authority} to answer", async () =>
        {
            nobody = await checks.ProxyRefusesAsync("Identity-Aware Proxy, without a token", null, context.Stop);
            return nobody.Verdict;
        }, context);
        _checks.Add(nobody!);
        if (nobody!.Verdict.State == State.Ready) await AsProgramAsync(checks);
    }

    private async Task AsProgramAsync(ConnectionChecks checks)
    {
        if (Settings.Iap.ClientId.Length == 0)
        {
            _checks.Add(new PipelinesCheck("Identity-Aware Proxy, with a token", Verdict.Unknown("Google's own OAuth client lets no programs in; an OAuth client of the project that the IAP settings name (programmaticClients) would, with its id as CLIENT_ID.")));
            return;
        }

        if (await ProgramAsync() is not { } email) return;
        var tokens = (await context.Run.Doors.GoogleAsync()).IdTokens;
        try
        {
            _checks.Add(await checks.ProxyRefusesAsync("Identity-Aware Proxy, with a token for somebody else", Masked(email, await tokens.MintAsync(email, ElseWhere, context.Stop)), context.Stop));
            var token = Masked(email, await tokens.MintAsync(email, Settings.Iap.ClientId, context.Stop));
            if (await HealthAsync(checks, token) is { } health) _checks.Add(await checks.ListsAsync(health, token, health.IsMultiUser ? Profile : "", context.Stop));
        }
        catch (GcpException e)
        {
            _checks.Add(new PipelinesCheck($"identity token of {email}", Verdict.Failed(e.Message, e.Next ?? "The account must be allowed to make identity tokens for itself: roles/iam.serviceAccountOpenIdTokenCreator on it.")));
        }
    }

    /// <summary>The service account that this run speaks as; only such an account can have an identity token made.</summary>
    private async Task<string?> ProgramAsync()
    {
        if (Settings.Auth.Impersonate.Length > 0) return Settings.Auth.Impersonate;
        var who = (await WhoAmI.AskAsync((await context.Run.Doors.GoogleAsync()).Door, context.Stop)).Who;
        if (who.EndsWith(".gserviceaccount.com", StringComparison.Ordinal)) return who;
        _checks.Add(new PipelinesCheck("Identity-Aware Proxy, with a token", Verdict.Unknown($"not tried: {who} is no service account, and only for those an identity token can be asked for; auth.impersonate names one.")));
        return null;
    }

    private async Task WithCookieAsync()
    {
        using var way = PipelinesWay.To(new Uri(Settings.Pipelines.Url), context.Time);
        var checks = new ConnectionChecks(way.Client);
        var cookie = PipelinesCredential.Cookie(Settings.Pipelines.Cookie!);
        if (await HealthAsync(checks, cookie) is not { } health) return;
        var ns = health.IsMultiUser ? Profile : "";
        _checks.Add(await checks.ListsAsync(health, cookie, ns, context.Stop));
        if (health.IsMultiUser)
            _checks.Add(await checks.RefusesAsync(health, null, ns, [302, 401, 403], Verdict.Failed($"{way.Client.Address.Authority} shows the experiments of {ns} to everybody.", "Put an authenticating proxy before it."), context.Stop));
    }

    private async Task<PipelinesHealth?> HealthAsync(ConnectionChecks checks, PipelinesCredential? credential)
    {
        (PipelinesCheck? Check, PipelinesHealth? Health) seen = default;
        await PatientLook.Async("Pipelines to answer", async () =>
        {
            seen = await checks.HealthAsync(credential, context.Stop);
            return seen.Check!.Verdict;
        }, context);
        _checks.Add(seen.Check!);
        return seen.Health;
    }

    private async Task<PipelinesCredential> TokenAsync(ClusterDoor door, string ns, string account) =>
        Masked($"{ns}/{account}", await new KubeObjects(door).TokenAsync(ns, account, ConnectionChecks.Audience, TokenLife, context.Stop));

    private PipelinesCredential Masked(string who, Secret token)
    {
        context.Output.Mask(token);
        return PipelinesCredential.Token(who, token);
    }
}
