using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A value for a setter, and who said so.</summary>
/// <param name="Name">Name of the setter, as in <c>${name}</c>. Case matters.</param>
/// <param name="Text">The text to write. For a list: a YAML sequence.</param>
/// <param name="Origin">Who gave it, for messages: <c>--set</c>, <c>kubeflow.yaml</c>, <c>setters.yaml</c>.</param>
/// <param name="At">Where it was given, when it was in a file.</param>
public sealed record SetterValue(string Name, string Text, string Origin, SourcePosition? At = null);
