namespace KfPipelineTasks.Model;

/// <summary>A place in a file that a person can jump to.</summary>
/// <param name="File">Path as the user would type it, relative to the working directory where possible.</param>
/// <param name="Line">First line is 1; 0 when only the file is known.</param>
/// <param name="Column">First column is 1; 0 when unknown.</param>
public sealed record SourcePosition(string File, int Line = 0, int Column = 0)
{
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}
