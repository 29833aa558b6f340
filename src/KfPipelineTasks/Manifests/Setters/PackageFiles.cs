namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The files of a request, each once, with the scope each belongs to.</summary>
/// <param name="Files">In the order of their names; without a scope when no scope covers the file.</param>
/// <param name="Findings">What could not be looked at.</param>
internal sealed record PackageFiles(IReadOnlyList<(PackageFile File, SetterScope? Scope)> Files, IReadOnlyList<SetterFinding> Findings)
{
    public static PackageFiles Of(SetterRequest request)
    {
        var found = new Dictionary<string, (PackageFile File, SetterScope? Scope, int Length)>(StringComparer.Ordinal);
        var findings = new List<SetterFinding>();
        var boundary = Path.Exists(request.Root) ? RealPath.Of(request.Root) : request.Root;
        foreach (var scope in request.Scopes)
        {
            foreach (var path in scope.Paths) Walk(path, scope);
        }

        // What no scope covers is only looked at to say so.
        if (Directory.Exists(request.Root) && !request.Scopes.Any(s => s.Paths.Contains(request.Root))) Walk(request.Root, null);
        return new PackageFiles([.. found.Values.OrderBy(f => f.File.Shown, StringComparer.Ordinal).Select(f => (f.File, f.Scope))], [.. findings.DistinctBy(f => f.ToString())]);

        void Walk(string path, SetterScope? scope)
        {
            var (files, refused) = PackageWalker.Walk(path, boundary, honoursIgnore: scope is not null);
            findings.AddRange(scope is null ? [] : refused);
            foreach (var file in files)
            {
                if (!found.TryGetValue(file.Path, out var other) || IsBetter(file, scope, path.Length, other)) found[file.Path] = (file, scope, path.Length);
            }
        }
    }

    // A file named by itself beats the .krmignore above it, a longer path a shorter one, and the file itself a link to it.
    private static bool IsBetter(PackageFile file, SetterScope? scope, int length, (PackageFile File, SetterScope? Scope, int Length) other)
    {
        if (scope is null) return false;
        var (isSeen, wasSeen) = (file.HiddenBy is null, other.File.HiddenBy is null);
        if (isSeen != wasSeen) return isSeen;
        return length == other.Length ? IsItself(file) && !IsItself(other.File) : length > other.Length;
    }

    private static bool IsItself(PackageFile file) => Path.GetFileName(file.Path) == Path.GetFileName(file.Shown);
}
