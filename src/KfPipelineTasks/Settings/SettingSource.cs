using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>The exact place a value was written.</summary>
/// <param name="Origin">Kind of place.</param>
/// <param name="Name">Name there: <c>--project</c>, <c>KF_PROJECT</c>, <c>project.id</c>.</param>
/// <param name="At">File, line and column for values out of a file.</param>
public sealed record SettingSource(SettingOrigin Origin, string Name, SourcePosition? At = null)
{
    public override string ToString() => At is null ? Name : $"{At} ({Name})";
}
