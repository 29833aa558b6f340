using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>A reference of a kustomization to another machine.</summary>
/// <param name="Text">As it is written: <c>https://github.com/org/repo//path?ref=v1</c>.</param>
/// <param name="At">Where; the file is a full path.</param>
public sealed record RemoteReference(string Text, SourcePosition At);
