using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Packages;

/// <summary>
/// The package a run works on: the user's own folder, filled in where it lies, or a private copy of the small installation that
/// comes with the program. The copy goes away with the run.
/// </summary>
public sealed class PackageFolder : IDisposable
{
    private const string BuiltIn = "pipelines-standalone";

    private readonly string? _copy;

    private PackageFolder(string path, string? copy)
    {
        Path = path;
        _copy = copy;
    }

    /// <summary>Full path, or <c>-</c> for standard input.</summary>
    public string Path { get; }

    /// <summary>True when it is a copy of the installation that comes with the program.</summary>
    public bool IsBuiltIn => _copy is not null;

    /// <summary>True when it is laid out like the distribution, with a component list.</summary>
    public bool IsDistribution => File.Exists(System.IO.Path.Combine(Path, "kubeflow", "config.yaml"));

    /// <summary>Opens the package.</summary>
    /// <param name="path">The user's package; empty for the one that comes with the program.</param>
    /// <exception cref="UsageException">There is nothing at the path.</exception>
    public static PackageFolder Open(string path)
    {
        if (path is "") return CopyOfBuiltIn();
        if (path != "-" && !System.IO.Path.Exists(path))
            throw new UsageException($"The package {path} does not exist.", "Set --package to a folder, a file, or - for standard input.");
        return new PackageFolder(path, copy: null);
    }

    public void Dispose()
    {
        if (_copy is not null && Directory.Exists(_copy)) Directory.Delete(_copy, recursive: true);
    }

    private static PackageFolder CopyOfBuiltIn()
    {
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "manifests", BuiltIn);
        var copy = Directory.CreateTempSubdirectory("kf-package-").FullName;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy, BuiltIn, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new PackageFolder(System.IO.Path.Combine(copy, BuiltIn), copy);
    }
}
