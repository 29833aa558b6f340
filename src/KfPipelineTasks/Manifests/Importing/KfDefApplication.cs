namespace KfPipelineTasks.Manifests.Importing;

/// <summary>One application of a KfDef, and what stands for it today.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Path">Its folder in the repository it came from.</param>
/// <param name="Components">Components of the package; empty: none.</param>
/// <param name="Note">What is not carried over, or why there is no component; empty: everything is.</param>
public sealed record KfDefApplication(string Name, string Path, IReadOnlyList<string> Components, string Note);
