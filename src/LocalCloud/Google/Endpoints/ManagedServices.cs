using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LocalCloud.Google.Endpoints;

/// <summary>Published services with their configurations and rollouts; the last rollout decides where the host name leads.</summary>
public sealed class ManagedServices
{
    private const string CreateKind = "servicemanagement.create";
    private const string DeleteKind = "servicemanagement.delete";
    private const string ConfigKind = "servicemanagement.submitConfig";
    private const string ValidateKind = "servicemanagement.validateConfig";
    private const string RolloutKind = "servicemanagement.rollout";

    private readonly WorldContext _context;
    private readonly WorkBook _work;
    private readonly Table<ManagedService> _services;

    internal ManagedServices(WorldContext context, WorkBook work)
    {
        _context = context;
        _work = work;
        _services = context.Table<ManagedService>("managedServices");
        work.Define(CreateKind, done => _services.Put(done.Target, _services.Find(done.Target) ?? new ManagedService(done.Target, done.Project)));
        work.Define(DeleteKind, done => _services.Remove(done.Target));
        work.Define(ConfigKind, done => Edit(done.Target, service => service with { Configs = [.. service.Configs, (JsonObject)done.Details["config"]!.DeepClone()] }));
        work.Define(ValidateKind, _ => { });
        work.Define(RolloutKind, done => Edit(done.Target, service => service with { Rollouts = [.. service.Rollouts, Rolled(done)] }));
    }

    public IEnumerable<ManagedService> All => _services.All;

    public ManagedService? Find(string name) => _services.Find(name);

    /// <summary>The service, which must be there.</summary>
    /// <exception cref="GoogleException">403: who may not see a service is not told whether it exists.</exception>
    public ManagedService Get(string name) => Find(name)
        ?? throw GoogleException.PermissionDenied($"Service '{name}' not found or permission denied.", Detail.ErrorInfo("SERVICE_NOT_FOUND_OR_PERMISSION_DENIED", "servicemanagement.googleapis.com", ("services", name)));

    /// <summary>The address a host name leads to, by the configuration that was rolled out last; null when there is none.</summary>
    public string? AddressOf(string host)
    {
        foreach (var service in All)
        {
            var config = Current(service);
            foreach (var endpoint in (config?["endpoints"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (endpoint.Text("name") == host) return endpoint.Text("target");
            }
        }

        return null;
    }

    /// <summary>Begins to create a service.</summary>
    public Work Create(Project producer, string name)
    {
        lock (_context.Gate)
        {
            if (Find(name) is not null) throw GoogleException.AlreadyExists($"Service {name} has already been created.");
            if (!name.EndsWith($".endpoints.{producer.Id}.cloud.goog", StringComparison.Ordinal))
                throw GoogleException.PermissionDenied($"Ownership for domain name '{name}' has not been verified for project '{producer.Id}'. Use a name that ends in '.endpoints.{producer.Id}.cloud.goog'.");
            return Begin(CreateKind, producer.Id, name);
        }
    }

    /// <summary>Begins to delete a service.</summary>
    public Work Delete(string name)
    {
        lock (_context.Gate) return Begin(DeleteKind, Get(name).Producer, name);
    }

    /// <summary>Begins to take over a configuration.</summary>
    /// <param name="files">Files of the request; the first is the OpenAPI document.</param>
    /// <param name="validateOnly">True: check it and keep nothing.</param>
    public Work Submit(string name, IReadOnlyList<(string Path, byte[] Content)> files, bool validateOnly)
    {
        lock (_context.Gate)
        {
            var service = Get(name);
            if (files.Count == 0) throw GoogleException.InvalidArgument("The config source must contain at least one file.");
            var config = Config(name, service, files[0]);
            return Begin(validateOnly ? ValidateKind : ConfigKind, service.Producer, name, new JsonObject { ["config"] = config });
        }
    }

    /// <summary>Begins to roll out a configuration.</summary>
    public Work RollOut(string name, JsonObject rollout, string by)
    {
        lock (_context.Gate)
        {
            var service = Get(name);
            var shares = (rollout["trafficPercentStrategy"] as JsonObject)?["percentages"] as JsonObject ?? throw GoogleException.InvalidArgument("A rollout needs trafficPercentStrategy.percentages.");
            foreach (var (id, _) in shares)
            {
                if (!service.Configs.Any(config => config.Text("id") == id)) throw GoogleException.NotFound($"Service configuration {id} of service {name} was not found.");
            }

            var made = rollout.Copy();
            made["serviceName"] = name;
            made["rolloutId"] = Dated(service.Rollouts.Count);
            made["createTime"] = Ids.Stamp(_context.Now);
            made["createdBy"] = by;
            made["status"] = "IN_PROGRESS";
            return Begin(RolloutKind, service.Producer, name, new JsonObject { ["rollout"] = made });
        }
    }

    /// <summary>The configuration that has traffic.</summary>
    internal static JsonObject? Current(ManagedService service)
    {
        var shares = (service.Rollouts.Count == 0 ? null : service.Rollouts[^1]["trafficPercentStrategy"])?["percentages"] as JsonObject;
        var id = shares?.FirstOrDefault().Key;
        return service.Configs.LastOrDefault(config => config.Text("id") == id);
    }

    private static JsonObject Rolled(Work done)
    {
        var rollout = (JsonObject)done.Details["rollout"]!.DeepClone();
        rollout["status"] = "SUCCESS";
        return rollout;
    }

    private Work Begin(string kind, string project, string name, JsonObject? details = null) =>
        _work.Begin($"operations/{kind[(kind.IndexOf('.') + 1)..]}.{name}.{Ids.Uuid()}", kind, project, name, _context.Options.Durations.ManagedService, details);

    private void Edit(string name, Func<ManagedService, ManagedService> change)
    {
        lock (_context.Gate)
        {
            if (Find(name) is { } service) _services.Put(name, change(service));
        }
    }

    private JsonObject Config(string name, ManagedService service, (string Path, byte[] Content) file)
    {
        var document = Parse(file);
        if (Text(document, "host") is { } host && host != name)
            throw GoogleException.InvalidArgument($"The host '{host}' of the OpenAPI document is not the name of the service '{name}'.");
        var title = document.Children.TryGetValue("info", out var info) && info is YamlMappingNode map ? Text(map, "title") : null;
        var config = new JsonObject { ["name"] = name, ["id"] = Dated(service.Configs.Count), ["title"] = title ?? name, ["producerProjectId"] = service.Producer };
        var endpoints = new JsonArray();
        if (document.Children.TryGetValue("x-google-endpoints", out var listed) && listed is YamlSequenceNode entries)
        {
            foreach (var entry in entries.OfType<YamlMappingNode>()) endpoints.Add((JsonNode)new JsonObject { ["name"] = Text(entry, "name") }.With("target", Text(entry, "target")));
        }

        if (endpoints.Count > 0) config["endpoints"] = endpoints;
        return config;
    }

    private static YamlMappingNode Parse((string Path, byte[] Content) file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Encoding.UTF8.GetString(file.Content)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root && Text(root, "swagger") is "2.0" && Text(root, "host") is not null) return root;
        }
        catch (YamlException problem)
        {
            throw GoogleException.InvalidArgument($"{file.Path}: {problem.Message}");
        }

        throw GoogleException.InvalidArgument($"{file.Path}: it is no OpenAPI 2.0 document with a host.");
    }

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    // 2026-01-01r0, 2026-01-01r1, ...
    private string Dated(int count) => $"{_context.Now.UtcDateTime:yyyy-MM-dd}r{count}";
}
