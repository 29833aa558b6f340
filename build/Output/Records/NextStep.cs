namespace KfPipelineTasks.Build.Output.Records;

/// <summary>What somebody who reads the end of a run does next.</summary>
internal static class NextStep
{
    /// <summary>One sentence; null when nothing follows.</summary>
    public static string? After(RunRecord record)
    {
        if (record.End is { ExitCode: ExitCodes.Failed or ExitCodes.NotReadyInTime } && record.Stories.FirstOrDefault(s => s.IsNotReady && s.Verdict?.Next is not null) is { } stuck) return stuck.Verdict!.Next;
        if (record.Errors.FirstOrDefault(e => e.Next is not null) is { } error) return error.Next;
        if (record.End is not { Tasks.Count: > 0 } end || record.Errors.Any()) return null;
        return end.Tasks[^1] switch
        {
            "Validate" => Target("see what would happen", "Plan"),
            _ when record.IsPlanOnly && record.HasChanges => end.Tasks[^1] == "Plan" ? Target("do it", "Apply") : "run the same without --plan (input plan), to do it",
            "Apply" or "Deploy" when !record.IsPlanOnly => Target("see what runs", "Status"),
            _ => null,
        };
    }

    private static string? Target(string why, string task) => TaskCatalog.Names.Contains(task) ? $"run --target={task} (action {task.ToLowerInvariant()}), to {why}" : null;
}
