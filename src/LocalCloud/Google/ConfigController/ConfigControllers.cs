using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.ConfigController;

/// <summary>The Config Controllers of all projects.</summary>
public sealed class ConfigControllers
{
    private const string CreateKind = "krmapihosting.create";
    private const string DeleteKind = "krmapihosting.delete";
    private static readonly Regex Valid = new(@"^[a-z]([-a-z0-9]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly WorkBook _work;
    private readonly Table<ConfigControllerInstance> _instances;

    internal ConfigControllers(WorldContext context, GoogleWorld world, WorkBook work)
    {
        _context = context;
        _world = world;
        _work = work;
        _instances = context.Table<ConfigControllerInstance>("configControllers");
        work.Define(CreateKind, FinishCreateAsync, done => _instances.Remove(done.Target));
        work.Define(DeleteKind, FinishDeleteAsync);
    }

    /// <summary>Where one can be had.</summary>
    public static IReadOnlyList<string> Locations { get; } =
    [
        "asia-northeast1", "asia-northeast2", "asia-southeast1", "australia-southeast1", "australia-southeast2", "europe-north1", "europe-west1", "europe-west3",
        "europe-west6", "northamerica-northeast1", "northamerica-northeast2", "us-central1", "us-east1", "us-east4", "us-east5", "us-west2",
    ];

    public IEnumerable<ConfigControllerInstance> In(string project) => _instances.All.Where(instance => instance.Project == project);

    public ConfigControllerInstance? Find(string project, string location, string name) => _instances.Find($"projects/{project}/locations/{location}/krmApiHosts/{name}");

    /// <exception cref="GoogleException">404.</exception>
    public ConfigControllerInstance Get(string project, string location, string name) => Find(project, location, name)
        ?? throw GoogleException.NotFound($"Resource 'projects/{project}/locations/{location}/krmApiHosts/{name}' was not found");

    /// <summary>Begins to create one.</summary>
    /// <param name="requestId">Makes a repeated request the same one; null: every request is new.</param>
    /// <exception cref="GoogleException">400, or 409 when it exists.</exception>
    public Work Create(Project project, string location, string name, JsonObject request, string? requestId)
    {
        if (!Locations.Contains(location)) throw GoogleException.InvalidArgument($"Location {location} is not supported. Supported locations: {string.Join(", ", Locations)}.");
        if (!Valid.IsMatch(name)) throw GoogleException.InvalidArgument($"Invalid krm_api_host_id: '{name}'.", Detail.FieldViolation("krm_api_host_id", "It must be 1-40 lower-case letters, digits or '-', from a letter to a letter or digit."));
        lock (_context.Gate)
        {
            if (Find(project.Id, location, name) is { } there)
            {
                return requestId is not null && there.RequestId == requestId && _work.Find(there.CreatedBy ?? "") is { } same ? same
                    : throw GoogleException.AlreadyExists($"Resource '{there.Path}' already exists");
            }

            var operation = $"projects/{project.Id}/locations/{location}/operations/{Ids.Operation(_context.Now)}";
            var instance = new ConfigControllerInstance(project.Id, location, name, request.Copy(), "CREATING") { RequestId = requestId, CreatedBy = operation };
            _instances.Put(instance.Path, instance);
            return _work.Begin(operation, CreateKind, project.Id, instance.Path, _context.Options.Durations.ConfigController);
        }
    }

    /// <summary>Adds one that has been there for long.</summary>
    public async Task AddRunningAsync(Project project, string location, string name, JsonObject request, CancellationToken cancellation)
    {
        var instance = new ConfigControllerInstance(project.Id, location, name, request, "RUNNING");
        _instances.Put(instance.Path, instance);
        await StartAsync(instance, cancellation);
    }

    /// <summary>Begins to delete one, and its cluster.</summary>
    public Work Delete(string project, string location, string name)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, location, name);
            _instances.Put(instance.Path, instance with { State = "DELETING" });
            return _work.Begin($"projects/{project}/locations/{location}/operations/{Ids.Operation(_context.Now)}", DeleteKind, project, instance.Path, _context.Options.Durations.ConfigController);
        }
    }

    private async Task FinishCreateAsync(Work done, CancellationToken cancellation)
    {
        if (_instances.Find(done.Target) is not { } instance) return;
        await StartAsync(instance, cancellation);
        _instances.Put(instance.Path, instance with { State = "RUNNING" });
    }

    private async Task FinishDeleteAsync(Work done, CancellationToken cancellation)
    {
        if (_instances.Find(done.Target) is not { } instance) return;
        await _world.Clusters.RemoveAsync(instance.Cluster, cancellation);
        _instances.Remove(instance.Path);
    }

    // The service makes the cluster in the user's project; only its own quota is asked, not the user's.
    private async Task StartAsync(ConfigControllerInstance instance, CancellationToken cancellation)
    {
        var cluster = new JsonObject
        {
            ["name"] = instance.Cluster.Name,
            ["workloadIdentityConfig"] = new JsonObject { ["workloadPool"] = $"{instance.Project}.svc.id.goog" },
            ["addonsConfig"] = new JsonObject { ["configConnectorConfig"] = new JsonObject { ["enabled"] = true } },
        };
        if (instance.Body["managementConfig"] is JsonObject management && management["fullManagementConfig"] is not null) cluster["autopilot"] = new JsonObject { ["enabled"] = true };
        else cluster["nodePools"] = new JsonArray(new JsonObject { ["name"] = "krmapihost-pool", ["initialNodeCount"] = 1, ["config"] = new JsonObject { ["machineType"] = "e2-standard-4" } });
        await _world.Clusters.AddRunningAsync(_world.Projects.Get(instance.Project), instance.Location, cluster, cancellation);
    }
}
