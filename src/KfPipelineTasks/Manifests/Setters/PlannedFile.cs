namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A file that is to change: what will be written, without the file's text.</summary>
public sealed class PlannedFile
{
    internal PlannedFile(PackageFile file, byte[] hash, IReadOnlyList<TextEdit> edits, IReadOnlyList<SetterUse> uses) =>
        (Path, Shown, Hash, Edits, Uses) = (file.Path, file.Shown, hash, edits, uses);

    /// <summary>The file as the user would type it.</summary>
    public string Shown { get; }

    /// <summary>The fields that change.</summary>
    public IReadOnlyList<SetterUse> Uses { get; }

    /// <summary>Where it really is.</summary>
    internal string Path { get; }

    /// <summary>SHA-256 of the bytes that were planned with: other bytes are not written over.</summary>
    internal byte[] Hash { get; }

    internal IReadOnlyList<TextEdit> Edits { get; }
}
