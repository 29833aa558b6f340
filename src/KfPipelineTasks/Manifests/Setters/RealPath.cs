namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Follows symbolic links, in every folder on the way: a link may lead out of a package through another link.</summary>
internal static class RealPath
{
    // The kernel's own limit for links on one way.
    private const int MostLinks = 40;

    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var left = new Stack<string>(Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        var here = Path.GetPathRoot(Path.GetFullPath(path))!;
        for (var links = 0; left.TryPop(out var step);)
        {
            var next = step == ".." ? Path.GetDirectoryName(here) ?? here : Path.Combine(here, step);
            if (new FileInfo(next).LinkTarget is not { } target || step == "..")
            {
                here = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException("the symbolic links lead in a circle");
            if (Path.IsPathRooted(target)) here = Path.GetPathRoot(target)!;
            foreach (var part in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse()) left.Push(part);
        }

        return here;
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="folder"/> or below it. Both must be real paths.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
