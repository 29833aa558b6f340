namespace KfPipelineTasks.Settings;

/// <summary>One argument as it was typed.</summary>
/// <param name="Name">Name without dashes; the whole word for a word that is not an option.</param>
/// <param name="Value">Null when none was given.</param>
/// <param name="Written">With dashes, without the value: <c>--project</c>. Safe to print, unlike the value.</param>
/// <param name="IsOption">False for a word that stands alone.</param>
public sealed record GivenArgument(string Name, string? Value, string Written, bool IsOption = true);
