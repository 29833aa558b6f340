using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>
/// The folder <c>vendored</c> of a package: copies of what the package refers to on other machines, and a lock file with where each
/// came from and the digest of what was fetched. Whoever reviews the package reviews them too; whatever is not as it was fetched is refused.
/// </summary>
public sealed class VendorLock
{
    /// <summary>The folder, below the package.</summary>
    public const string FolderName = "vendored";

    /// <summary>The lock file in it.</summary>
    public const string FileName = "lock.json";

    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private VendorLock(string folder, IReadOnlyList<VendoredSource> sources) => (Folder, Sources) = (folder, sources);

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>What was fetched, by source.</summary>
    public IReadOnlyList<VendoredSource> Sources { get; }

    /// <summary>Reads the lock file of a package; without one nothing was fetched.</summary>
    /// <exception cref="UsageException">It is no lock file.</exception>
    public static VendorLock Read(string package)
    {
        var folder = Path.Combine(Path.GetFullPath(package), FolderName);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) return new VendorLock(folder, []);
        try
        {
            var sources = JsonSerializer.Deserialize<List<VendoredSource>>(File.ReadAllText(file), Form) ?? [];
            if (sources.Any(s => s is not { Source: not null, Folder: not null, Entry: not null, Digest: not null } || s.Folder.Length == 0 || s.Folder.Contains('/') || s.Folder is "." or ".."))
                throw new JsonException("an entry lacks its source, folder or digest");
            return new VendorLock(folder, sources);
        }
        catch (JsonException broken)
        {
            throw new UsageException($"{file} is no lock file: {broken.Message}", "Restore it from version control, or remove the folder and run Vendor again.", broken);
        }
    }

    /// <summary>Compares every copy with its digest.</summary>
    /// <param name="problems">Is told of copies that are missing, changed, or of which the lock file does not know.</param>
    public void Verify(Problems problems)
    {
        foreach (var source in Sources)
        {
            var copy = Path.Combine(Folder, source.Folder);
            if (!Directory.Exists(copy)) problems.Add($"{FolderName}/{source.Folder}, the copy of {source.Source}, is missing.", next: "Restore it from version control, or remove its entry from the lock file, refer to the source again and run Vendor.");
            else if (DigestOf(copy) is var digest && digest != source.Digest) problems.Add($"{FolderName}/{source.Folder} is not what was fetched from {source.Source}: its digest is {digest}, and the lock file says {source.Digest}.", next: "Restore it from version control; put changes of your own into a patch beside it.");
        }

        if (!Directory.Exists(Folder)) return;
        foreach (var unknown in Directory.EnumerateDirectories(Folder).Select(f => Path.GetFileName(f)).Except(Sources.Select(s => s.Folder), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            problems.Add($"{FolderName}/{unknown} is not in the lock file: nobody knows where it came from.", next: "Remove it, or move it out of the folder.");
    }

    /// <summary>The lock with one more source.</summary>
    internal VendorLock With(VendoredSource source) => new(Folder, [.. Sources.Where(s => s.Source != source.Source).Append(source).OrderBy(s => s.Source, StringComparer.Ordinal)]);

    internal async Task WriteAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, FileName), JsonSerializer.Serialize(Sources, Form) + "\n", cancellation);
    }

    /// <summary>Digest over the relative names and the contents of all files of a folder.</summary>
    internal static string DigestOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{file}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))));
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
