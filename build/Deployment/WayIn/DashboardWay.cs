using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>How people reach what a package installs.</summary>
/// <param name="Url">Address of the dashboard: from outside where it is known, else inside the cluster; empty where there is none.</param>
/// <param name="Says">The way from outside, and who signs in there; a line each.</param>
internal sealed record DashboardWay(string Url, IReadOnlyList<string> Says)
{
    /// <summary>What keeps that way from being a good one; null when nothing does.</summary>
    public Problem? Trouble { get; init; }

    /// <summary>Tells it.</summary>
    public void Tell(IOutput output)
    {
        foreach (var line in Says) output.Info(line);
        if (Trouble is { } trouble) output.Warn(trouble.Message, next: trouble.Next);
    }
}
