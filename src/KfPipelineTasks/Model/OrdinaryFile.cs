using System.Formats.Tar;

namespace KfPipelineTasks.Model;

/// <summary>
/// Tells files from what only has the name of one: opening a pipe with a name waits for whoever writes into it, for ever and deaf to
/// Ctrl-C, and a device may have no end. What the shell hands over open (<c>/dev/fd/63</c> of <c>&lt;(command)</c>, <c>/dev/stdin</c>) can be read.
/// </summary>
public static class OrdinaryFile
{
    private static readonly string[] HandedOver = ["/dev/fd/", "/dev/stdin", "/proc/"];

    /// <summary>What it is instead of a file (<c>a named pipe</c>); null for a file, and for what is not there or cannot be looked at: opening it says why.</summary>
    public static string? WhyNot(string path)
    {
        if (OperatingSystem.IsWindows() || HandedOver.Any(place => path.StartsWith(place, StringComparison.Ordinal))) return null;
        try
        {
            var file = new FileInfo(path);
            var real = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            // Only what says that it is empty can be anything else, and of an empty file an archive holds nothing but its kind.
            return real is { Exists: true, Length: 0 } && !HandedOver.Any(place => real.FullName.StartsWith(place, StringComparison.Ordinal)) ? KindOf(real.FullName) : null;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? KindOf(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true)) writer.WriteEntry(path, "file");
        }
        catch (IOException)
        {
            // An archive has no word for it. One that merely cannot be read is refused where it is.
            return new FileInfo(path).Attributes.HasFlag(FileAttributes.Directory) ? null : "a socket";
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType switch
        {
            TarEntryType.Fifo => "a named pipe",
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "a device",
            _ => null,
        };
    }
}
