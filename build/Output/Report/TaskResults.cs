using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>How each task of a run ended.</summary>
internal static class TaskResults
{
    /// <summary>Every task of the run in its order, with its time and one of <c>done</c>, <c>failed</c>, <c>not run</c>.</summary>
    public static IEnumerable<(string Name, TaskTime? Time, string Result)> Of(RunRecord record)
    {
        // A run that is refused before its first task has no list of tasks, but may have begun one.
        var names = record.End is { Tasks.Count: > 0 } end ? end.Tasks : [.. record.Tasks.Select(t => t.Name)];
        var failed = record.End is { ExitCode: not (ExitCodes.Done or ExitCodes.ChangesFound) } && record.Tasks.Count > 0 ? record.Tasks[^1].Name : null;
        return names.Select(name => (name, record.Tasks.FirstOrDefault(t => t.Name == name), Result(name)));

        string Result(string name) => record.Tasks.All(t => t.Name != name) ? "not run" : name == failed ? "failed" : "done";
    }
}
