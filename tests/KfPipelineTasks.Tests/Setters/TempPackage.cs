namespace KfPipelineTasks.Tests.Setters;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
public sealed class TempPackage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kptset-");

    public TempPackage(params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(Root);
        foreach (var (path, text) in files) Write(path, text);
    }

    /// <summary>The package; its parent is there for what lies outside.</summary>
    public string Root => Path.Combine(_folder.FullName, "package");

    public string At(string path) => Path.Combine([Root, .. path.Split('/')]);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public string Read(string path) => File.ReadAllText(At(path));

    public void CopyFrom(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Every file by its path, as bytes in hexadecimal would be but readable: Latin-1.</summary>
    public SortedDictionary<string, string> Snapshot() => new(Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(Root, f), f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f))), StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
