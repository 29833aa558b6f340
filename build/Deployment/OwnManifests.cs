using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The program's own YAML, filled in through the same setters as any package.</summary>
internal static class OwnManifests
{
    /// <summary>Reads one file of <c>manifests/</c> with its setters filled in.</summary>
    /// <param name="file">Path below <c>manifests/</c>.</param>
    /// <param name="values">A value for every setter of the file, and for no other.</param>
    /// <exception cref="UsageException">A value cannot stand where it belongs.</exception>
    public static IReadOnlyList<Resource> Read(string file, SetterValues values)
    {
        var problems = new Problems();
        var resources = ManifestReader.ReadText(Fill(file, values), file, problems);
        problems.ThrowIfAny("manifests");
        return resources;
    }

    /// <summary>The text of one file of <c>manifests/</c> with its setters filled in: for YAML that is no Kubernetes object.</summary>
    /// <inheritdoc cref="Read"/>
    public static string Fill(string file, SetterValues values)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "manifests", file));
        var edit = SetterEditor.Edit(text, file, values);
        var problems = new Problems();
        problems.AddRange(edit.Findings.Select(f => f.Problem));
        problems.ThrowIfAny("setters");
        return TextEdit.Apply(text, edit.Edits);
    }
}
