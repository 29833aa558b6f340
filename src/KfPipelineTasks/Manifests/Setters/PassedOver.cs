using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A file with setter comments that was not set on purpose.</summary>
/// <param name="At">Its first setter comment.</param>
/// <param name="Comments">How many it has.</param>
/// <param name="Setters">Their names, each once, sorted.</param>
/// <param name="Because">Why: the <c>.krmignore</c> line, or that no scope covers it.</param>
public sealed record PassedOver(SourcePosition At, int Comments, IReadOnlyList<string> Setters, string Because)
{
    public override string ToString() =>
        $"{At.File} has {Comments} setter comment{(Comments == 1 ? "" : "s")} ({string.Join(", ", Setters)}) and was not set: {Because}.";
}
