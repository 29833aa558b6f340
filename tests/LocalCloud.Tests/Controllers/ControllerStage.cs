using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Controllers;
using LocalCloud.Google;
using LocalCloud.Google.Projects;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;
using LocalCloud.Tests.Google;

namespace LocalCloud.Tests.Controllers;

/// <summary>A cluster with its controllers on a clock that the test moves.</summary>
internal sealed class ControllerStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualClock _clock;
    private readonly ClusterControllers _controllers;
    private DateTimeOffset _lastChange;

    private ControllerStage(ManualClock clock, GoogleWorld? world, ClusterKey key)
    {
        _clock = clock;
        World = world;
        Cluster = new KubeCluster(key, clock);
        Cluster.Store.Subscribe((resource, _) => Note(resource));
        _controllers = ClusterControllers.Start(Cluster, Options, world);
    }

    /// <summary>A cluster of its own.</summary>
    public static ControllerStage Plain() => new(new ManualClock(), null, new ClusterKey("demo-project", "us-central1", "demo"));

    /// <summary>The GKE cluster <c>kf</c> of project <c>kf-project</c>.</summary>
    public static async Task<ControllerStage> GkeAsync()
    {
        var clock = new ManualClock();
        var world = NewWorld(clock);
        await world.Clusters.AddRunningAsync(world.Projects.Get("kf-project"), "us-central1", new JsonObject
        {
            ["name"] = "kf",
            ["initialNodeCount"] = 1,
            ["workloadIdentityConfig"] = new JsonObject { ["workloadPool"] = "kf-project.svc.id.goog" },
        }, CancellationToken.None);
        return await StartedAsync(new ControllerStage(clock, world, new ClusterKey("kf-project", "us-central1", "kf")));
    }

    /// <summary>The cluster of the Config Controller <c>mgmt</c> of project <c>mgmt-project</c>.</summary>
    public static async Task<ControllerStage> ConfigControllerAsync()
    {
        var clock = new ManualClock();
        var world = NewWorld(clock);
        await world.ConfigControllers.AddRunningAsync(world.Projects.Get("mgmt-project"), "us-central1", "mgmt", [], CancellationToken.None);
        return await StartedAsync(new ControllerStage(clock, world, new ClusterKey("mgmt-project", "us-central1", "krmapihost-mgmt")));
    }

    private static async Task<ControllerStage> StartedAsync(ControllerStage stage)
    {
        await stage.QuietAsync();
        return stage;
    }

    private static GoogleWorld NewWorld(ManualClock clock)
    {
        var world = new GoogleWorld(new GoogleOptions { Durations = GoogleDurations.All(TimeSpan.FromSeconds(2)) }, clock, new MemoryJournal(), new FakeClusterHost());
        world.Projects.Put(new Project("mgmt-project", "111111111111", "mgmt", clock.GetUtcNow(), "012345-567890-ABCDEF"));
        world.Projects.Put(new Project("kf-project", "222222222222", "kf", clock.GetUtcNow(), "012345-567890-ABCDEF"));
        foreach (var service in (string[])["iam", "container", "compute", "cloudresourcemanager", "sqladmin", "storage", "serviceusage"])
        {
            world.Services.Enable("mgmt-project", $"{service}.googleapis.com");
            world.Services.Enable("kf-project", $"{service}.googleapis.com");
        }

        world.Policies.AddMember("projects/mgmt-project", "roles/owner", "serviceAccount:service-111111111111@gcp-sa-yakima.iam.gserviceaccount.com");
        world.Policies.AddMember("projects/kf-project", "roles/owner", "serviceAccount:service-111111111111@gcp-sa-yakima.iam.gserviceaccount.com");
        return world;
    }

    /// <summary>The Google side; null for a cluster of its own.</summary>
    public GoogleWorld? World { get; }

    public SimulationOptions Options { get; } = new() { Delays = ClusterDelays.All(TimeSpan.FromSeconds(1)) };

    public KubeCluster Cluster { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Applies the documents of a YAML text, their status too.</summary>
    public async Task ApplyAsync(string yaml)
    {
        foreach (var document in Documents(yaml))
        {
            var status = document["status"];
            document.Remove("status");
            Cluster.Client.Upsert(document, "test");
            if (status is null) continue;
            document["status"] = status;
            Cluster.Client.Upsert(document, "test", "status");
        }

        await QuietAsync();
    }

    /// <summary>Lets time pass, from one thing that is due to the next.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = Now + time;
        await QuietAsync();
        while (_controllers.NextDue is { } due && due <= end)
        {
            _clock.Advance(due > Now ? due - Now : TimeSpan.Zero);
            await QuietAsync();
        }

        _clock.Advance(end - Now);
        await QuietAsync();
    }

    /// <summary>Lets time pass until nothing has changed for a minute; what is tried again and refused again is no change.</summary>
    public async Task SettleAsync()
    {
        await QuietAsync();
        _lastChange = Now;
        for (var limit = Now + TimeSpan.FromHours(1); _controllers.NextDue is { } due && due <= _lastChange + TimeSpan.FromMinutes(1);)
        {
            Assert.True(Now < limit, $"The cluster does not come to rest within an hour. Refused: {string.Join("\n", _controllers.Refusals)}");
            _clock.Advance(due > Now ? due - Now : TimeSpan.Zero);
            await QuietAsync();
        }
    }

    /// <summary>Events count up whenever something is tried; everything else is a change.</summary>
    private void Note(string resource)
    {
        if (resource != "events") _lastChange = _clock.GetUtcNow();
    }

    /// <summary>Waits for the controllers to have done what is to be done now.</summary>
    public async Task QuietAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _controllers.QuietAsync(patience.Token);
        while (!AllDefinitionsAreServed())
        {
            // Definitions are established beside the controllers, in a moment.
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            await _controllers.QuietAsync(patience.Token);
        }

        Assert.Empty(_controllers.Faults);
    }

    private bool AllDefinitionsAreServed() => Cluster.Client.Scan("customresourcedefinitions.apiextensions.k8s.io").All(item => item.IsDeleting || Cluster.Client.Serves(item.Name));

    public JsonObject? Get(string groupKind, string? inNamespace, string name) => Cluster.Client.Get(Resource(groupKind).GroupResource, inNamespace, name);

    public IReadOnlyList<JsonObject> List(string groupKind, string? inNamespace) => Cluster.Client.List(Resource(groupKind).GroupResource, inNamespace);

    public void Delete(string groupKind, string? inNamespace, string name, string? propagation) =>
        Assert.True(Cluster.Client.Delete(Resource(groupKind).GroupResource, inNamespace, name, new DeleteOptions { Propagation = propagation }), $"{groupKind} {inNamespace}/{name} is not there to be deleted.");

    public async ValueTask DisposeAsync()
    {
        await _controllers.DisposeAsync();
        await Cluster.DisposeAsync();
        if (World is not null) await World.DisposeAsync();
    }

    public static IEnumerable<JsonObject> Documents(string yaml) => yaml.Split("\n---\n")
        .Select(text => YamlReading.Parse(Encoding.UTF8.GetBytes(text.StartsWith("---\n", StringComparison.Ordinal) ? text[4..] : text))).OfType<JsonObject>();

    /// <summary><c>Deployment.apps</c> or <c>Pod</c>.</summary>
    private ResourceInfo Resource(string groupKind)
    {
        var dot = groupKind.IndexOf('.', StringComparison.Ordinal);
        var (kind, group) = dot < 0 ? (groupKind, "") : (groupKind[..dot], groupKind[(dot + 1)..]);
        return Cluster.Catalog.FindGroupKind(group, kind) ?? throw new InvalidOperationException($"{groupKind} is not served.");
    }
}
