using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Says what stopped a run, once, with what to do next.</summary>
public static class FailureReport
{
    /// <summary>Writes one error per problem; the stack of an unexpected exception goes to the details.</summary>
    /// <param name="acted">True when earlier tasks of the run have changed something.</param>
    public static void Show(this IOutput output, Exception error, bool acted = false)
    {
        foreach (var cause in ExitCodes.Causes(error).Distinct()) Cause(output, cause, acted);
    }

    private static void Cause(IOutput output, Exception error, bool acted)
    {
        switch (error)
        {
            case UsageException usage:
                foreach (var problem in usage.Problems) output.Error(problem.Message, problem.At, problem.Next);
                output.Info(acted ? "This task has changed nothing. What earlier ones did is found by the next run, and left as it is." : "Nothing was changed.");
                break;
            case DeployException { Summary: { } summary } several:
                foreach (var problem in several.Problems) output.Error(problem.Message, problem.At, problem.Next);
                output.Error($"{summary}.", next: several.Next);
                break;
            case DeployException deploy:
                output.Error(deploy.Message, next: deploy.Next);
                if (deploy.InnerException is { } inner) output.Detail(inner.ToString());
                break;
            case OperationCanceledException:
                output.Error("The run was stopped before its end.", next: "Run it again: what was done already is found and left as it is.");
                break;
            // The disk, not the program: it says what it was about.
            case UnauthorizedAccessException:
                output.Error(error.Message, next: "Let the user of this run read and write there, or name another place.");
                output.Detail(error.ToString());
                break;
            case IOException io:
                output.Error(io.Message, next: IsFull(io) ? "Make room on that disk (TMPDIR and XDG_CACHE_HOME say where temporary files and the cache lie), and run it again." : "See to that file or folder, and run it again.");
                output.Detail(error.ToString());
                break;
            default:
                output.Error($"{error.GetType().Name}: {error.Message}", next: "This was not expected. Run again with --verbosity=diagnostic and report the details.");
                output.Detail(error.ToString());
                break;
        }
    }

    // ENOSPC and EDQUOT of Linux and macOS, ERROR_DISK_FULL of Windows.
    private static bool IsFull(IOException error) => (error.HResult & 0xFFFF) is 28 or 122 or 69 or 112;
}
