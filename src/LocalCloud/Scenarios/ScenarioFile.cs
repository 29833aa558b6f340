using System.Security.Cryptography;
using System.Text;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Tokens;
using LocalCloud.Simulation;

namespace LocalCloud.Scenarios;

/// <summary>Reads scenarios from YAML. What is not understood is refused, all problems at once, each with its line.</summary>
public static class ScenarioFile
{
    /// <summary>Reads a file; paths in it are relative to it.</summary>
    /// <exception cref="ScenarioException">The file cannot be used.</exception>
    public static async Task<Scenario> LoadAsync(string path, CancellationToken cancellation) =>
        Parse(Path.GetFileName(path), await File.ReadAllTextAsync(path, cancellation), Path.GetDirectoryName(Path.GetFullPath(path)));

    /// <summary>Reads a text.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="folder">Folder that paths are relative to; null: the current one.</param>
    /// <exception cref="ScenarioException">The text cannot be used.</exception>
    public static Scenario Parse(string name, string yaml, string? folder = null) => YamlFile.Read(name, yaml, root => Read(root, folder ?? "."));

    private static Scenario Read(YamlMap root, string folder) => new()
    {
        Durations = ReadDurations(root),
        Consistency = root.Map("consistency") is { } map ? ReadConsistency(map) : null,
        RefreshTokens = root.Pairs("refreshTokens"),
        UnreachableZones = root.Texts("unreachableZones"),
        TakenBuckets = root.Texts("takenBuckets"),
        Projects = [.. root.Maps("projects").Select(project => ReadProject(project, folder))],
        Behaviours = [.. root.Maps("behaviours").Select(ReadBehaviour)],
        ClusterDelays = root.Has("clusterDelays") ? ReadDelays(root.Map("clusterDelays")) : null,
        Faults = FaultFile.Read(root),
    };

    private static BehaviourRule ReadBehaviour(YamlMap map)
    {
        var tells = map.Required("tells");
        if (!BehaviourRule.IsUnderstood(tells)) map.Problem("tells", $"'{tells}' is neither a behaviour ({Behaviour.Words}) nor an outcome such as UpdateFailed.");
        return new BehaviourRule(tells) { Kind = map.Text("kind"), Namespace = map.Text("namespace"), Name = map.Text("name"), Image = map.Text("image") };
    }

    private static ClusterDelays? ReadDelays(YamlMap? map)
    {
        if (map is null) return null;
        var basis = map.Text("like") switch
        {
            null or "default" => new ClusterDelays(),
            "none" => ClusterDelays.None,
            "real" => ClusterDelays.Real,
            var other => Strange(map, other),
        };
        if (map.Duration("all") is { } all) basis = ClusterDelays.All(all);
        return basis with
        {
            PodStart = map.Duration("podStart") ?? basis.PodStart,
            PodReady = map.Duration("podReady") ?? basis.PodReady,
            PodStop = map.Duration("podStop") ?? basis.PodStop,
            CrashAfter = map.Duration("crashAfter") ?? basis.CrashAfter,
            JobRun = map.Duration("jobRun") ?? basis.JobRun,
            Volume = map.Duration("volume") ?? basis.Volume,
            LoadBalancer = map.Duration("loadBalancer") ?? basis.LoadBalancer,
            Ingress = map.Duration("ingress") ?? basis.Ingress,
            BackendHealth = map.Duration("backendHealth") ?? basis.BackendHealth,
            ManagedCertificate = map.Duration("managedCertificate") ?? basis.ManagedCertificate,
            Certificate = map.Duration("certificate") ?? basis.Certificate,
            Operator = map.Duration("operator") ?? basis.Operator,
            ConfigConnector = map.Duration("configConnector") ?? basis.ConfigConnector,
        };
    }

    private static ClusterDelays Strange(YamlMap map, string other)
    {
        map.Problem("like", $"'like' must be default, none or real, not '{other}'.");
        return new ClusterDelays();
    }

    private static GoogleDurations? ReadDurations(YamlMap root)
    {
        if (!root.Has("durations")) return null;
        var map = root.Map("durations");
        if (map is null) return null;
        var basis = map.Text("like") switch
        {
            null or "default" => new GoogleDurations(),
            "none" => GoogleDurations.None,
            "real" => GoogleDurations.Real,
            var other => Unknown(map, other),
        };
        if (map.Duration("all") is { } all) basis = GoogleDurations.All(all);
        return basis with
        {
            CreateCluster = map.Duration("createCluster") ?? basis.CreateCluster,
            DeleteCluster = map.Duration("deleteCluster") ?? basis.DeleteCluster,
            UpdateCluster = map.Duration("updateCluster") ?? basis.UpdateCluster,
            CreateNodePool = map.Duration("createNodePool") ?? basis.CreateNodePool,
            DeleteNodePool = map.Duration("deleteNodePool") ?? basis.DeleteNodePool,
            UpdateNodePool = map.Duration("updateNodePool") ?? basis.UpdateNodePool,
            EnableService = map.Duration("enableService") ?? basis.EnableService,
            Compute = map.Duration("compute") ?? basis.Compute,
            ConfigController = map.Duration("configController") ?? basis.ConfigController,
            Sql = map.Duration("sql") ?? basis.Sql,
            ManagedService = map.Duration("managedService") ?? basis.ManagedService,
        };
    }

    private static GoogleDurations Unknown(YamlMap map, string other)
    {
        map.Problem("like", $"'like' must be default, none or real, not '{other}'.");
        return new GoogleDurations();
    }

    private static GoogleConsistency ReadConsistency(YamlMap map) => new()
    {
        ServiceAccount = map.Duration("serviceAccount") ?? default,
        Flapping = map.Flag("flapping") ?? false,
        Key = map.Duration("key") ?? default,
        Service = map.Duration("service") ?? default,
        Grant = map.Duration("grant") ?? default,
    };

    private static ProjectScenario ReadProject(YamlMap map, string folder)
    {
        var id = map.Required("id");
        var number = map.Text("number") ?? NumberOf(id);
        return new ProjectScenario(new Project(id, number, map.Text("name") ?? id, DateTimeOffset.UnixEpoch.AddYears(55), Billing(map), map.Text("organization"))
        {
            Labels = map.Pairs("labels"),
            Constraints = [.. map.Texts("constraints").Select(constraint => constraint.StartsWith("constraints/", StringComparison.Ordinal) ? constraint : $"constraints/{constraint}")],
            Quotas = ReadQuotas(map),
        })
        {
            Services = [.. map.Texts("services").Select(service => service.Contains('.') ? service : $"{service}.googleapis.com")],
            Policy = ReadPolicy(map, "policy"),
            Roles = map.Map("roles") is { } roles ? roles.Keys.ToDictionary(role => role, role => roles.Texts(role)) : new Dictionary<string, IReadOnlyList<string>>(),
            ServiceAccounts = [.. map.Maps("serviceAccounts").Select(ReadAccount)],
            IdentityProviders = [.. map.Maps("identityPools").SelectMany(pool => ReadProviders(pool, number))],
            Clusters = [.. map.Maps("clusters").Select(cluster => ClusterReader.Read(cluster, id, folder))],
            ConfigControllers = [.. map.Maps("configControllers").Select(controller => ReadController(controller, folder))],
            Addresses = map.Texts("addresses"),
            BackendServices = [.. map.Maps("backendServices").Select(service => new BackendServiceScenario(service.Required("name"), service.Text("id"), service.Texts("health")))],
            Buckets = map.Pairs("buckets"),
        };
    }

    // A number that stays the same from run to run.
    private static string NumberOf(string id) => (BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(id))) % 900_000_000_000 + 100_000_000_000).ToString();

    private static string? Billing(YamlMap map) => map.Text("billing") switch { null or "true" => "012345-567890-ABCDEF", "false" => null, var account => account };

    private static Dictionary<string, IReadOnlyDictionary<string, double>> ReadQuotas(YamlMap map)
    {
        var quotas = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        if (map.Map("quotas") is not { } regions) return quotas;
        foreach (var region in regions.Keys)
        {
            if (!Geography.IsRegion(region)) regions.Problem(region, $"'{region}' is no region.");
            if (regions.Map(region) is not { } limits) continue;
            foreach (var metric in limits.Keys.Where(metric => !QuotaBook.Metrics.Contains(metric)))
                limits.Problem(metric, $"'{metric}' is no quota. There are: {string.Join(", ", QuotaBook.Metrics)}.");
            quotas[region] = limits.Keys.ToDictionary(metric => metric, metric => limits.Fraction(metric) ?? 0);
        }

        return quotas;
    }

    private static List<Binding> ReadPolicy(YamlMap map, string key) => [.. map.Maps(key).Select(binding => new Binding(
        binding.Required("role"), binding.Texts("members"),
        binding.Map("condition") is { } condition ? new Condition(condition.Text("title"), condition.Text("description"), condition.Required("expression")) : null))];

    private static AccountScenario ReadAccount(YamlMap map)
    {
        var keys = map.Number("keys") ?? 0;
        if (keys is < 0 or > ServiceAccountKeys.Most) map.Problem("keys", $"'keys' must be between 0 and {ServiceAccountKeys.Most}.");
        return new AccountScenario(map.Required("id"), map.Text("displayName"), map.Flag("disabled") ?? false, keys, ReadPolicy(map, "policy"));
    }

    private static IEnumerable<IdentityProvider> ReadProviders(YamlMap pool, string number)
    {
        var id = pool.Required("id");
        foreach (var map in pool.Maps("providers"))
        {
            var provider = new IdentityProvider(number, id, map.Required("id"), map.Text("issuer") ?? IdentityProvider.GitHub)
            {
                Audiences = map.Texts("audiences"), Condition = map.Text("condition"), Jwks = map.Json("jwks")?.ToJsonString(),
            };
            yield return map.Has("mapping") ? provider with { Mapping = map.Pairs("mapping") } : provider;
        }
    }

    private static ConfigControllerScenario ReadController(YamlMap map, string folder) => new(
        map.Required("name"), map.Text("location") ?? "us-central1", map.Flag("autopilot") ?? false, ClusterReader.Objects(map, folder));
}
