namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Lines before and the lines that stand in their place after: half-open ranges, first line is 0.</summary>
internal readonly record struct DiffBlock(int OldStart, int OldEnd, int NewStart, int NewEnd);
