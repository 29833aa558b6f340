using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What setting the values would write, and what stands in the way. Nothing was written to make it.</summary>
public sealed record SetterPlan
{
    /// <summary>The files that change, in the order of their names.</summary>
    public required IReadOnlyList<PlannedFile> Files { get; init; }

    /// <summary>Every setter comment that belongs to a field.</summary>
    public required IReadOnlyList<SetterUse> Uses { get; init; }

    /// <summary>What stands in the way; with one entry nothing is written.</summary>
    public required IReadOnlyList<SetterFinding> Findings { get; init; }

    /// <summary>Files that are no YAML and were skipped because that was asked for.</summary>
    public required IReadOnlyList<SetterFinding> Skipped { get; init; }

    /// <summary>Files with setter comments that are hidden or lie outside every scope.</summary>
    public required IReadOnlyList<PassedOver> PassedOver { get; init; }

    /// <summary>How many files were looked at.</summary>
    public required int FilesRead { get; init; }

    /// <summary>True when at least one file would be written.</summary>
    public bool HasChanges => Files.Count > 0;

    /// <summary>How many fields get a value, those included that have it already.</summary>
    public int FieldsSet => Uses.Count(u => u.After is not null);

    /// <summary>How many fields change.</summary>
    public int FieldsChanged => Uses.Count(u => u.Changes);

    /// <summary>Throws when something stands in the way, with all of it.</summary>
    /// <exception cref="UsageException">There is a finding.</exception>
    public void ThrowIfRefused()
    {
        if (Findings.Count > 0) throw new UsageException("setters", [.. Findings.Select(f => f.Problem)]);
    }

    /// <summary>One change per file, with its fields.</summary>
    /// <param name="root">Folder of the package: files are named from there; null names them as the user would type them.</param>
    public Plan ToPlan(string title, string? root = null) => new(title, [.. Files.Select(file => Change(file, root))]);

    /// <summary>Writes the unified diff of every file. Values of Secrets are shown as <c>***</c>.</summary>
    /// <param name="root">Folder of the package: files are named from there, as <c>patch -p1</c> and <c>git apply</c> want them; null names them as the user would type them.</param>
    /// <exception cref="IOException">A file cannot be read any more.</exception>
    /// <exception cref="DeployException">A file was changed since the plan was made.</exception>
    public void WriteDiff(TextWriter writer, string? root = null)
    {
        foreach (var file in Files) UnifiedDiff.Write(writer, Named(file, root), PackageWriter.TextOf(file, File.ReadAllBytes(file.Path)), file.Edits);
    }

    private static string Named(PlannedFile file, string? root) =>
        root is null || Path.GetRelativePath(root, file.Path) is not { } inside || inside.StartsWith("..", StringComparison.Ordinal) ? file.Shown : inside.Replace('\\', '/');

    private static Change Change(PlannedFile file, string? root) => new(Named(file, root), Outcome.Configured, $"{file.Uses.Count} field{(file.Uses.Count == 1 ? "" : "s")}")
    {
        Fields = [.. file.Uses.Select(u => new FieldChange(u.Path, Quoted(u.Before), Quoted(u.After!)))],
    };

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, Json.Plain);
}
