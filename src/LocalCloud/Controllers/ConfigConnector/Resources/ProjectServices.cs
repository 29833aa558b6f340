using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Services of a project that are switched on.</summary>
internal sealed class ProjectServices : IGoogleResource
{
    private readonly Dictionary<string, Work> _works = new(StringComparer.Ordinal);

    public string Kind => "Service";

    public ResourceState Apply(ResourceRequest request)
    {
        var project = Project(request);
        if (request.World.Services.IsEnabled(project, request.Id)) return ResourceState.Done();
        request.RequirePermission("serviceusage.services.enable", [$"projects/{project}"]);
        Begin(request, project, true);
        return ResourceState.Busy;
    }

    public bool Delete(ResourceRequest request)
    {
        var project = Project(request);
        if (!request.World.Services.IsEnabled(project, request.Id)) return true;
        request.RequirePermission("serviceusage.services.disable", [$"projects/{project}"]);
        Begin(request, project, false);
        return false;
    }

    /// <summary>Begins once, and tells a failure.</summary>
    private void Begin(ResourceRequest request, string project, bool enable)
    {
        var key = $"{project}/{request.Id}/{enable}";
        var running = _works.GetValueOrDefault(key) is { } known ? request.World.Work.Find(known.Id) : null;
        if (running is { Done: false }) return;
        _works.Remove(key);
        if (running?.ErrorMessage is { } message) throw GoogleException.FailedPrecondition(message);
        _works[key] = request.World.Services.Begin(request.Project(project), [request.Id], enable);
    }

    private static string Project(ResourceRequest request) => request.ProjectOf(request.Map("projectRef")) ?? request.ProjectId;
}
