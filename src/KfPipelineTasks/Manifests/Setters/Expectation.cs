namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What an edited node must read back as: exactly one of the two.</summary>
/// <param name="Text">A scalar with this text.</param>
/// <param name="List">A list with these items.</param>
internal sealed record Expectation(string? Text, ListValue? List);
