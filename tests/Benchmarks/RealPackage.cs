using System.Formats.Tar;
using System.IO.Compression;
using TestKit;

namespace KfPipelineTasks.Benchmarks;

/// <summary>The real package, where the shared data is there.</summary>
internal static class RealPackage
{
    private const string Archive = "kubeflow-distribution-1.8.tar.gz";

    /// <summary>Unpacks it into a folder.</summary>
    /// <returns>Its own folder; null when there is no shared data.</returns>
    public static string? Unpack(string folder)
    {
        if (SharedData.Root is null || !File.Exists(SharedData.Path("data", Archive))) return null;
        using var file = File.OpenRead(SharedData.Path("data", Archive));
        using var tar = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(tar, folder, overwriteFiles: false);
        return Path.Combine(folder, "kubeflow-distribution-1.8");
    }
}
