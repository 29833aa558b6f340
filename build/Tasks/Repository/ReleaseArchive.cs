using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace KfPipelineTasks.Build.Tasks.Repository;

/// <summary>Writes archives whose bytes depend on the files alone: sorted entries, fixed times and owners.</summary>
public static class ReleaseArchive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Kubernetes' and Google's key files in a build folder are an accident that must not be shipped.
    private static readonly string[] NeverShipped = ["gha-creds-", "gha-kubeconfig-"];

    /// <summary>Packs every file below a folder, paths relative to it.</summary>
    public static void Write(string folder, string archive)
    {
        using var file = File.Create(archive);
        using var zip = new GZipStream(file, CompressionLevel.SmallestSize);
        using var tar = new TarWriter(zip, TarEntryFormat.Pax);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (NeverShipped.Any(prefix => Path.GetFileName(name).StartsWith(prefix, StringComparison.Ordinal))) continue;
            using var content = File.OpenRead(path);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                ModificationTime = DateTimeOffset.UnixEpoch,
                Mode = IsProgram(path) ? Executable : Readable,
            });
        }
    }

    /// <summary>Writes one line per archive in the format of <c>sha256sum</c>.</summary>
    public static void WriteSums(string path, IEnumerable<string> archives) =>
        File.WriteAllLines(path, archives.Select(archive => $"{Sum(archive)}  {Path.GetFileName(archive)}"));

    private static string Sum(string archive)
    {
        using var content = File.OpenRead(archive);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static bool IsProgram(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
