namespace KfPipelineTasks.Model;

/// <summary>Rows under headings. Every row has as many cells as there are headings.</summary>
public sealed record Table(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>True when it is for looking something up: a page folds it away.</summary>
    public bool IsBackground { get; init; }
}
