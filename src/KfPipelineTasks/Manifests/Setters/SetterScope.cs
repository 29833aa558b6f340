namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Paths that get the same values.</summary>
/// <param name="Name">For people: <c>kubeflow</c>, <c>management</c>.</param>
/// <param name="Paths">Folders or files. A file that lies in the paths of two scopes belongs to the one with the longer path.</param>
/// <param name="Values">Their values.</param>
public sealed record SetterScope(string Name, IReadOnlyList<string> Paths, SetterValues Values)
{
    /// <summary>The same paths, with <paramref name="stronger"/> where both name a setter.</summary>
    public SetterScope With(SetterValues stronger) => this with { Values = Values.With(stronger) };
}
