using System.Formats.Tar;
using System.IO.Compression;
using TestKit;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>The real distribution package, unpacked into a folder of its own.</summary>
public sealed class RealPackage : IDisposable
{
    public const string Archive = "kubeflow-distribution-1.8.tar.gz";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kptset-");

    public RealPackage()
    {
        using var file = File.OpenRead(SharedData.Path("data", Archive));
        using var tar = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(tar, _folder.FullName, overwriteFiles: false);
    }

    /// <summary>The folder with <c>management/</c> and <c>kubeflow/</c>.</summary>
    public string Root => Path.Combine(_folder.FullName, "kubeflow-distribution-1.8");

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public void Dispose() => _folder.Delete(recursive: true);
}
