using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Services;

/// <summary>Enables what a deployment needs, and nothing that is enabled already.</summary>
public sealed class ServiceWork(GoogleCloud cloud)
{
    /// <summary>Looks; nothing is written.</summary>
    public async Task<Plan> PlanAsync(string project, IReadOnlyList<string> services, CancellationToken cancellation)
    {
        var enabled = await cloud.Services.EnabledAsync(project, cancellation);
        return new Plan($"Services of {project}", [.. services.Select(s => new Change(s, enabled.Contains(s) ? Outcome.Unchanged : Outcome.Created, enabled.Contains(s) ? null : $"enable in {project}"))]);
    }

    /// <summary>Enables what the plan says and looks again.</summary>
    /// <exception cref="DeployException">A service is still not enabled.</exception>
    public async Task ActAsync(string project, Plan plan, CancellationToken cancellation)
    {
        var missing = plan.Changes.Where(c => c.Outcome == Outcome.Created).Select(c => c.Subject).ToList();
        if (missing.Count == 0) return;
        await cloud.Services.EnableAsync(project, missing, cloud.Deadline, cloud.Output, cancellation);
        var left = missing.Except(await cloud.Services.EnabledAsync(project, cancellation)).ToList();
        if (left.Count > 0) throw new DeployException($"services {string.Join(", ", left)} of {project}: enabled, and not in the list of enabled ones.", "Run again in a minute; if it stays so, look at APIs & Services in the console.");
    }
}
