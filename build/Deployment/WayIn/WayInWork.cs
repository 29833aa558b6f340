using System.Globalization;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Gcp.Names;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>
/// Leads people in: through the load balancer, past Identity-Aware Proxy, to the mesh's gateway. Looks, does what can be done now,
/// and looks again until everything is there; a backend service that is made anew on the way is noticed by the same loop.
/// </summary>
internal sealed class WayInWork
{
    private const string Later = "known once the ingress has its address and its backend service";

    private readonly DeployContext _context;
    private readonly ClusterDoor _door;
    private readonly GoogleCloud _cloud;
    private readonly INames _names;
    private readonly string _number;
    private readonly GatewayReader _reader;
    private string? _audience;
    private string? _published;

    private WayInWork(DeployContext context, ClusterDoor door, GoogleCloud cloud, INames names, string number)
    {
        (_context, _door, _cloud, _names, _number) = (context, door, cloud, names, number);
        _reader = new GatewayReader(door, DerivedNames.Host(context.Settings));
    }

    private DeploySettings Settings => _context.Settings;

    /// <summary>Opens the doors to both sides.</summary>
    /// <exception cref="UsageException">The project cannot have what the settings ask for.</exception>
    public static async Task<WayInWork> OpenAsync(DeployContext context)
    {
        var cloud = await context.Run.Doors.GoogleAsync();
        var project = await cloud.Projects.GetAsync(context.Settings.Project.Id, context.Stop);
        if (context.Settings.Iap.OAuth == OAuthMode.GoogleManaged && project.Parent is null)
            throw new UsageException($"Google's own OAuth client serves projects of an organisation only, and {project.ProjectId} belongs to none.", "Make an OAuth client in the console and use iap.oauth: custom.");
        return new WayInWork(context, await context.Run.Doors.KubeflowAsync(), cloud, await context.Run.Doors.NamesAsync(), project.ProjectNumber);
    }

    /// <summary>Names of the backend services of the installation's Ingress; none while it has none.</summary>
    public static async Task<IReadOnlyCollection<string>> BackendNamesAsync(DeployContext context) =>
        (await new GatewayReader(await context.Run.Doors.KubeflowAsync(), DerivedNames.Host(context.Settings)).FindAsync(context.Stop))?.Backends ?? [];

    /// <summary>Says what would be done; writes nothing.</summary>
    public async Task PlanAsync()
    {
        if (await _reader.FindAsync(_context.Stop) is not { } gateway)
        {
            _context.Run.Planned(new Plan("The way in", [new Change("health check, audience and endpoint", Outcome.Unknown, "known once Apply has made the Ingress and the gateway")]));
            return;
        }

        var changes = new List<Change>();
        if (gateway.Config is not null) changes.Add(HealthCheckWork.Plan(gateway));
        if (Wish(gateway) is { } wish) changes.AddRange((await PlanEndpointAsync(wish)).Changes);
        else if (gateway.Address is null) changes.Add(new Change($"endpoint {Host(gateway)}", Outcome.Unknown, Later));
        var backend = await BackendAsync(gateway);
        if (backend is null) changes.Add(new Change("RequestAuthentication and AuthorizationPolicy of the gateway", Outcome.Unknown, Later));
        _context.Run.Planned(new Plan("The way in", changes));
        if (backend is not null) await ApplyPoliciesAsync(gateway, Audience(backend));
    }

    /// <summary>Does it, and waits until people can get in.</summary>
    /// <returns>Where they come in.</returns>
    /// <exception cref="UsageException">Nothing of it is there yet.</exception>
    /// <exception cref="DeployException">Something will never become ready by itself.</exception>
    /// <exception cref="NotReadyInTimeException">The deadline passed; the message names everything that is missing.</exception>
    public async Task<LedIn> LeadAsync()
    {
        var gateway = await _reader.FindAsync(_context.Stop) ?? throw Missing();
        var host = Host(gateway);
        var checks = new WayInChecks(Settings, host, new ReadinessBook(_context.Time));
        using var wait = new Waiting(_context.Time, _context.Output, $"the way in to {host}", Settings.Timeouts.Ingress, "timeouts.ingress");
        while (true)
        {
            await ActAsync(gateway, host);
            gateway = await _reader.FindAsync(_context.Stop) ?? throw Missing();
            var look = await LookAsync(gateway, host);
            // What has just become known is acted upon at once, before anything is judged.
            if (_published != gateway.Address || (look.Backend is { } backend && Audience(backend) != _audience)) continue;
            var found = checks.Of(look, _audience);
            if (found.Where(c => c.Verdict.State == State.Failed).ToList() is { Count: > 0 } failed) throw Broken(host, found, failed);
            var left = found.Where(c => c.Verdict.State == State.Waiting).Select(c => c.ToString()).ToList();
            if (left.Count == 0)
            {
                Show(host, found);
                return new LedIn(host, gateway.Address!);
            }

            await PauseAsync(wait, host, found, left);
        }
    }

    private async Task PauseAsync(Waiting wait, string host, IReadOnlyList<WayInCheck> found, IReadOnlyList<string> left)
    {
        try
        {
            await wait.PauseAsync(_cloud.Door.Options.PollInterval, left, _context.Stop);
        }
        catch (NotReadyInTimeException)
        {
            Show(host, found);
            throw;
        }
    }

    private async Task ActAsync(Gateway gateway, string host)
    {
        if (gateway.Config is not null && gateway.AsksIap) Tell(await new HealthCheckWork(_door, Settings.Apply.FieldManager).EnsureAsync(gateway, _context.Stop));
        if (await BackendAsync(gateway) is { } backend && Audience(backend) is var audience && audience != _audience)
        {
            if (_audience is not null) _context.Output.Warn($"The ingress has made another backend service meanwhile ({backend.Name}): its tokens are for {audience}, and the gateway is told so.");
            await ApplyPoliciesAsync(gateway, audience);
            _audience = audience;
        }

        if (gateway.Address is { } address && address != _published)
        {
            if (Wish(gateway) is { } wish) await PublishAsync(wish);
            else _context.Output.Info($"{host} is a name of your own: it is not published here.");
            _published = address;
        }
    }

    private async Task PublishAsync(EndpointWish wish)
    {
        var work = new EndpointWork(_cloud);
        var done = await work.ActAsync(wish, await work.LookAsync(wish, _context.Stop), _context.Stop);
        foreach (var change in done.Changes) Tell(change);
    }

    private async Task<Plan> PlanEndpointAsync(EndpointWish wish)
    {
        var work = new EndpointWork(_cloud);
        return await work.PlanAsync(wish, await work.LookAsync(wish, _context.Stop), _context.Stop);
    }

    private async Task ApplyPoliciesAsync(Gateway gateway, string audience)
    {
        var place = ("gateway-namespace", gateway.Namespace);
        IReadOnlyList<Resource> wanted =
        [
            .. OwnManifests.Read("iap/request-authentication.yaml", SetterValues.Of("the ingress", place, ("audience", audience))),
            .. OwnManifests.Read("iap/authorization-policy.yaml", SetterValues.Of("the ingress", place, ("gateway-port", gateway.PodPort.ToString(CultureInfo.InvariantCulture)))),
        ];
        // The scripts of the distribution wrote the same objects by hand.
        await new ClusterWork(_door, _context) { Take = ["spec"] }.ApplyAsync($"{Settings.Cluster.Name}-iap", wanted);
    }

    private async Task<WayInLook> LookAsync(Gateway gateway, string host)
    {
        var all = await _cloud.Compute.BackendServicesAsync(Settings.Project.Id, _context.Stop);
        var ours = all.Where(b => b.Name is { } name && gateway.Backends.Contains(name)).ToList();
        var health = await Task.WhenAll(ours.Select(async b => (b, await _cloud.Compute.HealthAsync(Settings.Project.Id, b, _context.Stop))));
        return new WayInLook(gateway, Chosen(gateway, all), health, gateway.Address is null ? [] : await _names.AddressesAsync(host, _context.Stop));
    }

    private async Task<BackendService?> BackendAsync(Gateway gateway) =>
        gateway.Backends.Count == 0 ? null : Chosen(gateway, await _cloud.Compute.BackendServicesAsync(Settings.Project.Id, _context.Stop));

    private static BackendService? Chosen(Gateway gateway, IReadOnlyList<BackendService> all) =>
        gateway.Backends.Count > 0 && gateway.Backend.In(all) is [{ Id.Length: > 0 } first, ..] ? first : null;

    private EndpointWish? Wish(Gateway gateway)
    {
        var host = Host(gateway);
        if (gateway.Address is not { } address || !EndpointWish.IsPublished(host, Settings.Project.Id)) return null;
        return new EndpointWish(Settings.Project.Id, host, address)
        {
            OpenApi = OwnManifests.Fill("iap/endpoint.yaml", SetterValues.Of("the ingress", ("host", host), ("address", address))),
            Controller = Controller(Settings),
        };
    }

    /// <summary>The account that the distribution lets serve the endpoint; null where nobody makes it.</summary>
    public static string? Controller(DeploySettings settings) =>
        settings.NeedsManagementCluster ? $"{settings.Cluster.Name}-admin@{settings.Project.Id}.iam.gserviceaccount.com" : null;

    private string Host(Gateway gateway) => gateway.Host ?? DerivedNames.Host(Settings);

    private string Audience(BackendService backend) => $"/projects/{_number}/global/backendServices/{backend.Id}";

    private void Tell(Change change)
    {
        if (change.Writes) _context.Output.Show(change);
    }

    private void Show(string host, IReadOnlyList<WayInCheck> checks) =>
        _context.Output.Show(new Table($"The way in to {host}", ["what", "state", "because", "next"],
            [.. checks.Select(c => (IReadOnlyList<string>)[c.What, $"{c.Verdict.State}", c.Verdict.Because, c.Verdict.Next ?? ""])]));

    private DeployException Broken(string host, IReadOnlyList<WayInCheck> found, IReadOnlyList<WayInCheck> failed)
    {
        Show(host, found);
        return new DeployException($"the way in to {host}: {string.Join("; ", failed.Select(c => $"{c.What}: {c.Verdict.Because}"))}", string.Join(" ", failed.Select(c => c.Verdict.Next).Distinct()));
    }

    private UsageException Missing() =>
        new($"{_door.Name} has no Ingress that leads to the mesh's gateway (a Service whose Pods have the label {Gateway.Label}={Gateway.LabelValue}).", "Run Apply first: the gateway and the Ingress come with the package.");
}
