using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Services;

/// <summary>The APIs that are enabled in a project.</summary>
public interface IServices
{
    /// <summary>Names of the enabled services: <c>container.googleapis.com</c>.</summary>
    Task<IReadOnlySet<string>> EnabledAsync(string project, CancellationToken cancellation);

    /// <summary>Enables services in batches of twenty and waits for each.</summary>
    Task EnableAsync(string project, IReadOnlyList<string> services, TimeSpan deadline, IOutput output, CancellationToken cancellation);
}
