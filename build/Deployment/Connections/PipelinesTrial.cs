using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Forwarding;
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
        if (Settings is { Variant: Variant.GkeIap, NeedsGoogleCloud: true } && Settings.Pipelines.Identity != PipelinesIdentity.Iap) await FrontAsync();
        return _checks;
    }

    // Until ConfigureIap has led people in there is no front to try; from then on it must refuse strangers whoever looks.
    private async Task FrontAsync()
    {
        const string Front = "Identity-Aware Proxy, without a token";
        try
        {
            var door = await context.Run.Doors.KubeflowAsync();
            if (await new GatewayReader(door, DerivedNames.Host(Settings)).FindAsync(context.Stop) is not { } gateway) return;
            if (!await IsLedInAsync(door, gateway))
            {
                _checks.Add(new PipelinesCheck(Front, Verdict.Unknown("not tried: people are not led in yet.", "Run ConfigureIap.")));
                return;
            }

            var front = new FrontTrial(context, await context.Run.Doors.FrontAsync(gateway.Host));
            var nobody = await front.NobodyAsync(Front);
            _checks.Add(nobody);
            if (nobody.Verdict.State == State.Ready) _checks.Add(await front.DashboardAsync());
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.Forbidden)
        {
            _checks.Add(new PipelinesCheck(Front, Verdict.Unknown($"not tried: {e.Message}", "ClusterRole view, and the right to read BackendConfigs, ManagedCertificates and RequestAuthentications, let it look.")));
        }
    }

    private async Task<bool> IsLedInAsync(ClusterDoor door, Gateway gateway) =>
        gateway.Address is not null && (await door.Kinds.TableAsync(context.Stop)).Find("security.istio.io", "RequestAuthentication") is { } kind
        && await new KubeObjects(door).GetAsync(kind, gateway.Namespace, "ingress-jwt", context.Stop) is not null;

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
        var front = new FrontTrial(context, address);
        var nobody = await front.NobodyAsync("Identity-Aware Proxy, without a token");
        _checks.Add(nobody);
        if (nobody.Verdict.State != State.Ready) return;
        using var way = PipelinesWay.To(address, context.Time);
        await AsProgramAsync(new ConnectionChecks(way.Client), front);
    }

    private async Task AsProgramAsync(ConnectionChecks checks, FrontTrial front)
    {
        if (Settings.Iap.ClientId.Length == 0)
        {
            _checks.Add(new PipelinesCheck("Identity-Aware Proxy, with a token", Verdict.Unknown("Google's own OAuth client lets no programs in; an OAuth client of the project that the IAP settings name (programmaticClients) would, with its id as CLIENT_ID.")));
            return;
        }

        var (email, because) = await front.ProgramAsync();
        if (email is null)
        {
            _checks.Add(new PipelinesCheck("Identity-Aware Proxy, with a token", Verdict.Unknown(because)));
            return;
        }

        try
        {
            _checks.Add(await checks.ProxyRefusesAsync("Identity-Aware Proxy, with a token for somebody else", await front.TokenAsync(email, ElseWhere), context.Stop));
            var token = await front.TokenAsync(email, Settings.Iap.ClientId);
            if (await HealthAsync(checks, token) is { } health) _checks.Add(await checks.ListsAsync(health, token, health.IsMultiUser ? Profile : "", context.Stop));
        }
        catch (GcpException e)
        {
            _checks.Add(new PipelinesCheck($"identity token of {email}", Verdict.Failed(e.Message, e.Next ?? "The account must be allowed to make identity tokens for itself: roles/iam.serviceAccountOpenIdTokenCreator on it.")));
        }
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
