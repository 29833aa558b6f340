namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// The <c>.krmignore</c> file of a package: read, as kpt does, in the root and in folders that hold a <c>Kptfile</c>, and
/// nowhere else. It counts up to the next such folder: files of a sub-package are hidden by the sub-package alone, but a
/// pattern may hide the sub-package's folder as a whole.
/// </summary>
internal sealed class KrmIgnore
{
    public const string FileName = ".krmignore";

    private readonly string _folder;
    private readonly string _shown;
    private readonly IReadOnlyList<IgnorePattern> _patterns;

    private KrmIgnore(string folder, string shown, IReadOnlyList<IgnorePattern> patterns) => (_folder, _shown, _patterns) = (folder, shown, patterns);

    /// <summary>Reads the file in <paramref name="folder"/>; without one nothing is hidden.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static KrmIgnore Read(string folder, string shown)
    {
        var path = Path.Combine(folder, FileName);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new KrmIgnore(folder, Path.Combine(shown, FileName), [.. lines.Select((text, i) => IgnorePattern.Parse(text, i + 1)).OfType<IgnorePattern>()]);
    }

    /// <summary>The line that hides a path, as <c>file:line 'pattern'</c>; null when it is not hidden. The last line that matches counts.</summary>
    public string? Hides(string path, bool isFolder)
    {
        if (_patterns.Count == 0) return null;
        var relative = Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/');
        var last = _patterns.LastOrDefault(p => p.Matches(relative, isFolder));
        return last is null or { IsNegated: true } ? null : $"{_shown}:{last.Line} '{last.Text}'";
    }
}
