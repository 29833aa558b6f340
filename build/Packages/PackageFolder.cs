using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Packages;

/// <summary>
/// The package a run works on: the user's own folder, filled in where it lies, or a private copy of the small installation that
/// comes with the program. The copy goes away with the run.
/// </summary>
public sealed class PackageFolder : IDisposable
{
    private readonly string? _copy;

    private PackageFolder(string path, string work, string? copy)
    {
        Path = path;
        Work = work;
        _copy = copy;
    }

    /// <summary>Where the user has it: full path, or <c>-</c> for standard input.</summary>
    public string Path { get; }

    /// <summary>Where it is filled in and rendered: the same, or a private copy when nothing of the user's may change.</summary>
    public string Work { get; }

    /// <summary>True when it is filled in where the user has it.</summary>
    public bool IsInPlace => Path == Work && _copy is null;

    /// <summary>True when it is laid out like the distribution, with a component list.</summary>
    public bool IsDistribution => File.Exists(System.IO.Path.Combine(Work, "kubeflow", "config.yaml"));

    /// <summary>Opens the package.</summary>
    /// <param name="settings">Name the user's package, or none: then the variant says what is installed.</param>
    /// <param name="untouched">Work on a copy: who only looks or plans changes nothing of the user's.</param>
    /// <exception cref="UsageException">There is nothing at the path.</exception>
    public static PackageFolder Open(DeploySettings settings, bool untouched)
    {
        var path = settings.Package.Path;
        if (path is "")
        {
            var (builtIn, made) = Copied(BuiltInPackage.NameOf(settings), BuiltInPackage.FoldersOf(settings));
            return new PackageFolder(builtIn, builtIn, made);
        }

        if (path == "-") return new PackageFolder(path, path, copy: null);
        if (!System.IO.Path.Exists(path))
            throw new UsageException($"The package {path} does not exist.", "Set --package to a folder, a file, or - for standard input.");
        RefuseSpecial(path);
        if (!untouched || File.Exists(path)) return new PackageFolder(path, path, copy: null);
        var (work, copy) = Copied(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)), [path]);
        return new PackageFolder(path, work, copy);
    }

    /// <summary>A place in <see cref="Work"/> as a place in the user's own folder.</summary>
    public SourcePosition? AsGiven(SourcePosition? place) => Moved(place, Work, Path);

    /// <summary>A place in the user's folder as a place in <see cref="Work"/>, where the file can be read.</summary>
    public SourcePosition? InWork(SourcePosition? place) => Moved(place, Path, Work);

    public void Dispose()
    {
        if (_copy is not null && Directory.Exists(_copy)) Directory.Delete(_copy, recursive: true);
    }

    // Reading or copying one would wait for ever.
    private static void RefuseSpecial(string path)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var problems = new Problems();
        foreach (var file in File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", all))
        {
            if (OrdinaryFile.WhyNot(file) is { } kind) problems.Add($"This is {kind}, not a file.", new SourcePosition(file), "Take it out of the package.");
        }

        problems.ThrowIfAny("package");
    }

    private static SourcePosition? Moved(SourcePosition? place, string from, string to)
    {
        if (place is null || from == to) return place;
        var full = System.IO.Path.GetFullPath(place.File);
        var root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(from)) + System.IO.Path.DirectorySeparatorChar;
        return full.StartsWith(root, StringComparison.Ordinal) ? place with { File = System.IO.Path.Combine(to, full[root.Length..]) } : place;
    }

    // Of two files with one name the later folder's counts.
    private static (string Work, string Copy) Copied(string name, IEnumerable<string> sources)
    {
        var copy = Directory.CreateTempSubdirectory("kf-package-").FullName;
        var work = System.IO.Path.Combine(copy, name);
        foreach (var (source, file) in sources.SelectMany(source => Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Select(file => (source, file))))
        {
            var target = System.IO.Path.Combine(work, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return (work, copy);
    }
}
