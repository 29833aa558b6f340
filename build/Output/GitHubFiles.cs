namespace KfPipelineTasks.Build.Output;

/// <summary>What a GitHub job tells its steps.</summary>
/// <param name="Output">File that gets outputs; empty outside a job.</param>
/// <param name="Summary">File that gets the step's summary; empty outside a job.</param>
/// <param name="Workspace">Folder of the checkout: annotations name files relative to it; empty outside a job.</param>
/// <param name="Temp">The runner's own temporary folder: gets files that later steps read; empty outside a job.</param>
public sealed record GitHubFiles(string Output = "", string Summary = "", string Workspace = "", string Temp = "")
{
    /// <summary>Out of the runner's environment.</summary>
    public static GitHubFiles From(IReadOnlyDictionary<string, string> environment) => new(
        environment.GetValueOrDefault("GITHUB_OUTPUT", ""), environment.GetValueOrDefault("GITHUB_STEP_SUMMARY", ""), environment.GetValueOrDefault("GITHUB_WORKSPACE", ""),
        environment.GetValueOrDefault("RUNNER_TEMP", ""));
}
