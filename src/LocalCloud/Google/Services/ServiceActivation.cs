using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Services;

/// <summary>Which services a project has switched on.</summary>
public sealed class ServiceActivation
{
    /// <summary>Name of the operation that had nothing to do.</summary>
    internal const string NothingToDo = "operations/noop.DONE_OPERATION";

    private const string On = "serviceusage.enable";
    private const string Off = "serviceusage.disable";

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly WorkBook _work;
    private readonly Table<ServiceState> _states;

    internal ServiceActivation(WorldContext context, GoogleWorld world, WorkBook work)
    {
        _context = context;
        _world = world;
        _work = work;
        _states = context.Table<ServiceState>("services");
        work.Define(On, done => Finish(done, true));
        work.Define(Off, done => Finish(done, false));
    }

    /// <summary>True as soon as the service is shown as enabled; the API itself may take longer to notice.</summary>
    public bool IsEnabled(string project, string service) => _states.Find(Key(project, service))?.Enabled ?? ServiceCatalog.Default.Contains(service);

    /// <summary>Switches a service on at once, as scenarios and controllers do. Nothing happens when it is on.</summary>
    public void Enable(string project, string service) => Set(project, service, true);

    /// <summary>Switches a service off at once.</summary>
    public void Disable(string project, string service) => Set(project, service, false);

    /// <summary>True when a service of this name can be switched on: one of Google's, or one that a producer published here.</summary>
    public bool Knows(string service) => ServiceCatalog.Knows(service) || _world.ManagedServices.Find(service) is not null;

    /// <summary>Everything that can be switched on in a project.</summary>
    public IReadOnlyList<string> Names(string project) =>
        [.. ServiceCatalog.Names.Concat(_states.All.Where(state => state.Project == project && state.Enabled).Select(state => state.Name)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Refuses a call to a service that is off, or that does not know yet that it is on.</summary>
    /// <exception cref="GoogleException">403 SERVICE_DISABLED.</exception>
    internal void RequireActive(Project consumer, string service, string title)
    {
        if (!consumer.Exists || IsActive(consumer.Id, service)) return;
        var page = $"https://console.developers.google.com/apis/api/{service}/overview?project={consumer.Number}";
        throw new GoogleException(403, "PERMISSION_DENIED",
            $"{title} has not been used in project {consumer.Number} before or it is disabled. Enable it by visiting {page} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
            "accessNotConfigured",
            Detail.Help("Google developers console API activation", page),
            Detail.ErrorInfo("SERVICE_DISABLED", "googleapis.com", ("service", service), ("consumer", $"projects/{consumer.Number}"), ("serviceTitle", title), ("containerInfo", consumer.Number), ("activationUrl", page)));
    }

    /// <summary>Begins to switch services on or off; all or none. Work that is done from the start when nothing changes.</summary>
    /// <exception cref="GoogleException">400 without billing or while another change runs, 403 for unknown names.</exception>
    internal Work Begin(Project project, IReadOnlyList<string> services, bool enable)
    {
        if (services.FirstOrDefault(service => !Knows(service)) is { } unknown) throw NotFound(unknown);
        lock (_context.Gate)
        {
            if (enable) CheckBilling(project, services);
            if (_work.All.Any(other => !other.Done && other.Kind is On or Off && other.Project == project.Id && ServicesOf(other).Intersect(services).Any()))
                throw GoogleException.FailedPrecondition("Another activation or deactivation is in progress for this service and project.");

            var details = new JsonObject { ["services"] = Json.List(services) };
            if (services.All(service => IsEnabled(project.Id, service) == enable))
                return new Work(NothingToDo, enable ? On : Off, project.Id, project.Id, _context.Now, TimeSpan.Zero) { Details = details, Done = true };
            return _work.Begin($"operations/acf.p2-{project.Number}-{Ids.Uuid()}", enable ? On : Off, project.Id, project.Id, _context.Options.Durations.EnableService, details);
        }
    }

    internal static IReadOnlyList<string> ServicesOf(Work work) => work.Details.Texts("services");

    internal static bool Enables(Work work) => work.Kind == On;

    internal static GoogleException NotFound(string service) => GoogleException.PermissionDenied(
        $"Not found or permission denied for service(s): {service}.",
        Detail.Precondition("googleapis.com", service, "not found or permission denied"),
        Detail.ErrorInfo("SERVICE_CONFIG_NOT_FOUND_OR_PERMISSION_DENIED", "serviceusage.googleapis.com", ("services", service)));

    private void Finish(Work done, bool enabled)
    {
        lock (_context.Gate)
        {
            foreach (var service in ServicesOf(done)) Set(done.Project, service, enabled);
        }
    }

    private static void CheckBilling(Project project, IReadOnlyList<string> services)
    {
        if (project.BillingAccount is not null) return;
        var paid = services.Where(ServiceCatalog.NeedsBilling).ToList();
        if (paid.Count == 0) return;
        throw GoogleException.FailedPrecondition(
            $"Billing account for project '{project.Number}' is not found. Billing must be enabled for activation of service(s) '{string.Join(',', paid)}' to proceed.",
            Detail.Precondition("googleapis.com/billing-enabled", project.Number, "billing-enabled"),
            Detail.ErrorInfo("UREQ_PROJECT_BILLING_NOT_FOUND", "serviceusage.googleapis.com/billing-enabled"));
    }

    private bool IsActive(string project, string service) => _states.Find(Key(project, service)) is { } state
        ? state.Enabled && _context.IsKnown(state.ChangedAt, _context.Options.Consistency.Service)
        : ServiceCatalog.Default.Contains(service);

    private void Set(string project, string service, bool enabled)
    {
        if (IsEnabled(project, service) == enabled) return;
        _states.Put(Key(project, service), new ServiceState(project, service, enabled, _context.Now));
    }

    private static string Key(string project, string service) => $"{project}/{service}";
}
