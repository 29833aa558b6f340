using System.Formats.Tar;
using System.IO.Compression;

namespace TestKit;

/// <summary>The distribution as it is published, unpacked into a folder of its own that goes away with it.</summary>
public sealed class UnpackedDistribution : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kf-distribution-");

    private UnpackedDistribution()
    {
    }

    /// <summary>Folder of the package.</summary>
    public string Folder => _folder.GetDirectories().Single().FullName;

    public static async Task<UnpackedDistribution> OpenAsync()
    {
        var unpacked = new UnpackedDistribution();
        await using var file = File.OpenRead(SharedData.Path("data", "kubeflow-distribution-1.8.tar.gz"));
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(zip, unpacked._folder.FullName, overwriteFiles: false);
        return unpacked;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
