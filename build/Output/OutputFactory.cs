using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Output;

/// <summary>Chooses the form of output for a run.</summary>
public static class OutputFactory
{
    /// <summary>Makes the form; dispose of it at the end of the run, it writes the summary then.</summary>
    /// <param name="form">What was asked for; auto means the workflow form inside a GitHub job.</param>
    /// <param name="environment">Environment variables: GITHUB_ACTIONS, NO_COLOR, TERM and the files of a job.</param>
    /// <param name="terminal">Where lines go, and whether a person is looking.</param>
    public static FormOutput Create(OutputForm form, IReadOnlyDictionary<string, string> environment, Terminal terminal, SecretScrubber scrubber, OutputOptions options, TimeProvider time) =>
        Chosen(form, environment) switch
        {
            OutputForm.Github => new GitHubOutput(terminal.Writer, scrubber, options, GitHubFiles.From(environment), time: time),
            OutputForm.Json => new JsonLinesOutput(terminal.Writer, scrubber, options, time),
            _ => new ConsoleOutput(terminal.Writer, scrubber, options with { Colour = UsesColour(environment, terminal) }, time),
        };

    private static OutputForm Chosen(OutputForm form, IReadOnlyDictionary<string, string> environment) => form switch
    {
        OutputForm.Auto => environment.GetValueOrDefault("GITHUB_ACTIONS") == "true" ? OutputForm.Github : OutputForm.Text,
        _ => form,
    };

    // https://no-color.org: any value that is not empty.
    private static bool UsesColour(IReadOnlyDictionary<string, string> environment, Terminal terminal) =>
        terminal.IsInteractive && string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR")) && environment.GetValueOrDefault("TERM") != "dumb";
}
