using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>A package that changes in the course of a story, in a folder of its own.</summary>
internal sealed class StoryPackage : IDisposable
{
    private readonly IDisposable _owner;

    private StoryPackage(string folder, IDisposable owner) => (Folder, _owner) = (folder, owner);

    /// <summary>Folder of the package.</summary>
    public string Folder { get; }

    /// <summary>The small installation, with a component of its own that brings one of each: something to be pruned, and what is protected.</summary>
    public static StoryPackage Small() => Small(new CaseFolder("Story").Path("extra"));

    /// <summary>The small installation with one component more.</summary>
    /// <param name="extra">Folder of its manifests.</param>
    public static StoryPackage Small(string extra)
    {
        var owner = new TemporaryFolder();
        var manifests = Path.Combine(AppContext.BaseDirectory, "manifests");
        foreach (var layer in new[] { "pipelines-standalone", "gke-iap" }) Copy(Path.Combine(manifests, layer), owner.Path);
        Copy(extra, Path.Combine(owner.Path, "kubeflow", "apps", "extra"));
        var package = new StoryPackage(owner.Path, owner);
        package.Append("kubeflow/config.yaml", "- apps/extra\n");
        return package;
    }

    /// <summary>A copy of a folder.</summary>
    public static StoryPackage Of(string folder)
    {
        var owner = new TemporaryFolder();
        Copy(folder, owner.Path);
        return new StoryPackage(owner.Path, owner);
    }

    /// <summary>The distribution as it is published.</summary>
    public static async Task<StoryPackage> DistributionAsync()
    {
        var unpacked = await UnpackedDistribution.OpenAsync();
        return new StoryPackage(unpacked.Folder, unpacked);
    }

    /// <summary>Replaces a text that is there, once or wherever it is.</summary>
    public void Edit(string file, string from, string to, int times = int.MaxValue)
    {
        var path = Path.Combine(Folder, file);
        var parts = File.ReadAllText(path).Split(from, times == int.MaxValue ? int.MaxValue : times + 1);
        Assert.True(parts.Length > 1, $"{file} has no '{from}'.");
        File.WriteAllText(path, string.Join(to, parts));
    }

    public void Append(string file, string text) => File.AppendAllText(Path.Combine(Folder, file), text);

    public void Dispose() => _owner.Dispose();

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("kf-story-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
