using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>
/// Keeps rendered objects in a folder, one file an entry, by the hash of everything that went in. An entry names these inputs, the
/// tool and the hash of its content, so that one which was cut short, damaged or renamed is never used. Entries may hold Secrets that the package
/// itself has in plain text, so only their owner can read them.
/// </summary>
internal sealed class RenderCache(string? folder, TimeProvider time)
{
    /// <summary>Entries that nobody has used for so long are removed.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(30);

    // Counts up whenever what is kept, or how it is read out of YAML, changes.
    private const string Format = "rendered-1";
    private const string Extension = ".rendered";
    private const string Unfinished = ".unfinished";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public bool IsOn => folder is not null;

    /// <summary>A short name for a version of the tool.</summary>
    public static string HashOf(string tool) => Hex(Encoding.UTF8.GetBytes(tool));

    /// <summary>The entry for some inputs.</summary>
    /// <param name="inputs">Hash of everything that goes in.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    /// <exception cref="IOException">The entry cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The entry cannot be read.</exception>
    public KeptComponent? Find(string inputs)
    {
        if (folder is null || !File.Exists(FileOf(inputs))) return null;
        var bytes = File.ReadAllBytes(FileOf(inputs));
        var end = Array.IndexOf(bytes, (byte)'\n');
        var content = bytes.AsMemory(end + 1);
        if (end < 0 || Encoding.UTF8.GetString(bytes, 0, end).Split(' ') is not [Format, var named, var tool, var hash] || named != inputs || hash != Hex(content.Span))
            throw new InvalidDataException($"{FileOf(inputs)} is not what was written.");
        var now = time.GetUtcNow().UtcDateTime;
        // An entry in use must not grow old; every day is often enough.
        if (now - File.GetLastWriteTimeUtc(FileOf(inputs)) > TimeSpan.FromDays(1)) File.SetLastWriteTimeUtc(FileOf(inputs), now);
        return new KeptComponent(tool, [.. JsonDocument.Parse(content, Deep).RootElement.EnumerateArray()]);
    }

    /// <summary>Keeps an entry in place of the one that is there.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public async Task KeepAsync(string inputs, KeptComponent entry, CancellationToken cancellation)
    {
        if (folder is null) return;
        Private(folder);
        var content = Written(entry.Bodies);
        // Another run may be writing the same: each writes its own file, and the last to be renamed wins with the same content.
        var unfinished = Path.Combine(folder, $"{inputs}.{Guid.NewGuid():n}{Unfinished}");
        try
        {
            await using (var file = new FileStream(unfinished, OwnersOnly()))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes($"{Format} {inputs} {entry.Tool} {Hex(content)}\n"), cancellation);
                await file.WriteAsync(content, cancellation);
            }

            File.Move(unfinished, FileOf(inputs), overwrite: true);
        }
        catch
        {
            // On a full disk every piece that stays makes it worse.
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Removes what nobody has used for long, and what a run that was ended has left behind.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public void RemoveOld()
    {
        if (folder is null || !Directory.Exists(folder)) return;
        var oldest = time.GetUtcNow().UtcDateTime - Age;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Extension is Extension or Unfinished && file.LastWriteTimeUtc < oldest)) file.Delete();
    }

    // As they are, byte for byte: a run with the cache must not differ from one without.
    private static byte[] Written(IReadOnlyList<JsonElement> bodies)
    {
        using var content = new MemoryStream();
        content.WriteByte((byte)'[');
        for (var i = 0; i < bodies.Count; i++)
        {
            if (i > 0) content.WriteByte((byte)',');
            content.Write(JsonMarshal.GetRawUtf8Value(bodies[i]));
        }

        content.WriteByte((byte)']');
        return content.ToArray();
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Private(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private string FileOf(string inputs) => Path.Combine(folder!, inputs + Extension);
}
