using System.Formats.Tar;
using System.IO.Compression;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests;

/// <summary>The real package of the shared data, unpacked once per run of the tests into a temporary folder.</summary>
internal static class RealPackage
{
    private static readonly Lazy<string> Unpacked = new(Unpack);

    /// <summary>The folder with <c>kubeflow/</c> and <c>management/</c>.</summary>
    public static string Folder => Unpacked.Value;

    /// <summary>Every YAML file below the given folders of <c>kubeflow/</c>.</summary>
    public static IEnumerable<(string File, string Text)> RawManifests(params string[] below) =>
        below.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, "kubeflow", folder), "*.yaml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal).Select(file => (Path.GetRelativePath(Folder, file), File.ReadAllText(file)));

    private static string Unpack()
    {
        var folder = Directory.CreateTempSubdirectory("kubeflow-package-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var file = File.OpenRead(SharedData.Path("data", "kubeflow-distribution-1.8.tar.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(unzipped, folder, overwriteFiles: false);
        return Directory.GetDirectories(folder).Single();
    }
}
