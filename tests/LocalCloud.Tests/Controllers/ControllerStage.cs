using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Controllers;
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
    private readonly ManualClock _clock = new();
    private readonly ClusterControllers _controllers;

    public ControllerStage(SimulationOptions? options = null)
    {
        Cluster = new KubeCluster(new ClusterKey("demo-project", "us-central1", "demo"), _clock);
        _controllers = ClusterControllers.Start(Cluster, options ?? new SimulationOptions { Delays = ClusterDelays.All(TimeSpan.FromSeconds(1)) });
    }

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

    /// <summary>Lets time pass until nothing more happens within the next minute.</summary>
    public async Task SettleAsync()
    {
        await QuietAsync();
        for (var limit = Now + TimeSpan.FromHours(1); _controllers.NextDue is { } due && due <= Now + TimeSpan.FromMinutes(1);)
        {
            Assert.True(Now < limit, $"The cluster does not come to rest within an hour. Refused: {string.Join("\n", _controllers.Refusals)}");
            _clock.Advance(due > Now ? due - Now : TimeSpan.Zero);
            await QuietAsync();
        }
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
