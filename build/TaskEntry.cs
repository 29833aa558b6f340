namespace KfPipelineTasks.Build;

/// <summary>A task as a reader sees it.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Type">The class.</param>
/// <param name="Dependencies">Names of the tasks that run before it.</param>
public sealed record TaskEntry(string Name, string Description, Type Type, IReadOnlyList<string> Dependencies);
