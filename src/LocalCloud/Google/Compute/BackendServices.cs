using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Compute;

/// <summary>Backend services. Ingress controllers make and remove them; the API shows them and their health.</summary>
public sealed class BackendServices
{
    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly Table<BackendService> _services;

    internal BackendServices(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _services = context.Table<BackendService>("backendServices");
    }

    public IEnumerable<BackendService> In(string project) => _services.All.Where(service => service.Project == project);

    /// <summary>Finds one by name or by number.</summary>
    public BackendService? Find(string project, string nameOrId) => In(project).FirstOrDefault(service => service.Name == nameOrId || service.Id == nameOrId);

    /// <summary>Makes a backend service, or changes the one of this name; its number stays.</summary>
    /// <param name="body">Further fields, or null.</param>
    public BackendService Ensure(string project, string name, JsonObject? body = null, string? id = null)
    {
        lock (_context.Gate)
        {
            var there = Find(project, name);
            var service = there is null
                ? new BackendService(project, name, id ?? Ids.Digits(19), body ?? [], _context.Now)
                : there with { Body = body ?? there.Body };
            _services.Put(service.Path, service);
            return service;
        }
    }

    /// <summary>Sets the health of its endpoints.</summary>
    public void SetHealth(string project, string name, params IReadOnlyList<string> health)
    {
        lock (_context.Gate)
        {
            if (Find(project, name) is { } service) _services.Put(service.Path, service with { Health = health });
        }
    }

    /// <summary>Removes a backend service. What was granted on it is gone with it, and does not come back with its name.</summary>
    public void Remove(string project, string name)
    {
        lock (_context.Gate)
        {
            if (Find(project, name) is not { } service) return;
            _services.Remove(service.Path);
            var number = _world.Projects.Get(project).Number;
            _world.Policies.Remove($"projects/{number}/iap_web/compute/services/{service.Name}");
            _world.Policies.Remove($"projects/{number}/iap_web/compute/services/{service.Id}");
        }
    }
}
