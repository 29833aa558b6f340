using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// Finds the files of a package as kpt does: <c>Kptfile</c>, <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> in all folders,
/// sub-packages included. Links to files are followed inside the package; links to folders are not followed at all.
/// </summary>
internal sealed class PackageWalker
{
    private readonly string _boundary;
    private readonly bool _honoursIgnore;
    private readonly List<PackageFile> _files = [];
    private readonly List<SetterFinding> _findings = [];

    private PackageWalker(string boundary, bool honoursIgnore) => (_boundary, _honoursIgnore) = (boundary, honoursIgnore);

    /// <summary>Lists a folder, or the one file that is given.</summary>
    /// <param name="path">As the user typed it.</param>
    /// <param name="boundary">Real path of the package: nothing outside of it is touched.</param>
    /// <param name="honoursIgnore">False to leave <c>.krmignore</c> files unread.</param>
    public static (IReadOnlyList<PackageFile> Files, IReadOnlyList<SetterFinding> Findings) Walk(string path, string boundary, bool honoursIgnore = true)
    {
        var walker = new PackageWalker(boundary, honoursIgnore);
        if (File.Exists(path)) walker.AddFile(Path.GetFullPath(path), path, null);
        else if (Directory.Exists(path)) walker.Guarded(path, () => walker.WalkFolder(RealPath.Of(path), path, null, null));
        else walker.Refuse(path, "there is no such file or folder.");
        return (walker._files, walker._findings);
    }

    private void WalkFolder(string folder, string shown, KrmIgnore? ignore, string? hiddenBy)
    {
        if (_honoursIgnore && hiddenBy is null && (ignore is null || File.Exists(Path.Combine(folder, "Kptfile")))) ignore = KrmIgnore.Read(folder, shown);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var name = Path.Combine(shown, entry.Name);
            if (entry is DirectoryInfo)
            {
                var hidden = hiddenBy ?? ignore?.Hides(entry.FullName, isFolder: true);
                if (entry.LinkTarget is not null) CheckFolderLink(entry, name, hidden);
                else if (entry.Name != ".git") Guarded(name, () => WalkFolder(entry.FullName, name, ignore, hidden));
            }
            else if (IsManifest(entry.Name))
            {
                AddFile(entry.FullName, name, hiddenBy ?? ignore?.Hides(entry.FullName, isFolder: false));
            }
        }
    }

    private void AddFile(string path, string shown, string? hiddenBy) => Guarded(shown, () =>
    {
        var real = new FileInfo(path).LinkTarget is null && hiddenBy is null ? path : RealPath.Of(path);
        if (OrdinaryFile.WhyNot(real) is { } kind) Refuse(shown, $"this is {kind}, not a file.", "Take it out of the package.");
        else if (RealPath.IsWithin(real, _boundary)) _files.Add(new PackageFile(real, shown, hiddenBy));
        else if (hiddenBy is null) Refuse(shown, $"this link leads out of the package, to {real}.", "Put the file itself into the package, or hide the link with .krmignore.");
    });

    // Not followed, so its files are seen where they are; one that leads elsewhere promises files that are never set.
    private void CheckFolderLink(FileSystemInfo link, string shown, string? hiddenBy) => Guarded(shown, () =>
    {
        if (hiddenBy is null && RealPath.Of(link.FullName) is var real && !RealPath.IsWithin(real, _boundary))
            Refuse(shown, $"this link leads out of the package, to {real}.", "Put the folder itself into the package, or hide the link with .krmignore.");
    });

    private void Guarded(string shown, Action look)
    {
        try
        {
            look();
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            Refuse(shown, $"cannot be read: {denied.Message}");
        }
    }

    private void Refuse(string shown, string why, string? next = null) =>
        _findings.Add(new SetterFinding(SetterFindingKind.Refused, new Problem(why, new SourcePosition(shown), next)));

    // google-github-actions leaves credentials in the workspace; they are nobody's manifests.
    private static bool IsManifest(string name) =>
        !name.StartsWith("gha-creds-", StringComparison.Ordinal) && (name == "Kptfile" || name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal));
}
