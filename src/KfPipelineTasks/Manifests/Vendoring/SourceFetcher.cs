using System.Security.Cryptography;
using System.Text;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>Makes the copy of one source: the file, or of a repository those files that the kustomization in it is made of.</summary>
internal sealed class SourceFetcher(VendorOptions options)
{
    /// <param name="text">The reference as it is written.</param>
    /// <param name="source">What it means.</param>
    /// <param name="vendored">The folder that gets a folder with the copy.</param>
    /// <exception cref="UsageException">It cannot be fetched, or is not what it is referred to as.</exception>
    public async Task<VendoredSource> FetchAsync(string text, RemoteSource source, string vendored, CancellationToken cancellation)
    {
        var name = NameOf(text, source);
        var unfinished = Directory.CreateTempSubdirectory("kf-vendor-");
        try
        {
            var (entry, commit) = source.IsRepository ? await RepositoryAsync(source, unfinished.FullName, cancellation) : (await FileAsync(source, unfinished.FullName, cancellation), null);
            var copy = Path.Combine(vendored, name);
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
            Copy(Path.Combine(unfinished.FullName, "copy"), copy);
            return new VendoredSource(text, name, entry, commit, VendorLock.DigestOf(copy));
        }
        finally
        {
            // git makes its objects read-only, which Windows minds.
            foreach (var file in unfinished.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.IsReadOnly)) file.IsReadOnly = false;
            unfinished.Delete(recursive: true);
        }
    }

    private async Task<(string Entry, string Commit)> RepositoryAsync(RemoteSource source, string folder, CancellationToken cancellation)
    {
        var clone = Directory.CreateDirectory(Path.Combine(folder, "clone")).FullName;
        var commit = await new Git(options).FetchAsync(source, clone, cancellation);
        var start = Path.Combine(clone, source.Folder);
        if (!Directory.Exists(start) || Kustomization.FileIn(start) is null)
            throw new UsageException($"{source.Address} has no kustomization in '{source.Folder}' at {commit}.");
        var problems = new Problems();
        // What the copy refers to on other machines is fetched in its turn.
        var files = Kustomization.Scan(start, problems, remotes: []).Files;
        problems.ThrowIfAny("kustomizations");
        foreach (var file in files) Take(clone, file, Path.Combine(folder, "copy"), source);
        return (source.Folder, commit);
    }

    private static void Take(string clone, string file, string copy, RemoteSource source)
    {
        var real = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        if (!Inside(clone, file) || !Inside(clone, real)) throw new UsageException($"{source.Address} refers to {Path.GetFileName(file)} outside of itself.");
        var target = Path.Combine(copy, Path.GetRelativePath(clone, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, File.ReadAllBytes(real));
    }

    private static bool Inside(string folder, string file) => Path.GetFullPath(file).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private async Task<string> FileAsync(RemoteSource source, string folder, CancellationToken cancellation)
    {
        using var http = new HttpClient { MaxResponseContentBufferSize = options.MaxBytes };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("kf-pipeline-tasks");
        try
        {
            var bytes = await http.GetByteArrayAsync(new Uri(source.Address), cancellation);
            var name = Path.GetFileName(new Uri(source.Address).LocalPath);
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName, name), bytes, cancellation);
            return name;
        }
        catch (HttpRequestException failed)
        {
            throw new UsageException($"{source.Address} cannot be fetched: {failed.Message}", cause: failed);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    // The last word of the address tells people what it is, the hash keeps two of them apart.
    private static string NameOf(string text, RemoteSource source)
    {
        var word = Path.GetFileNameWithoutExtension(source.Address.TrimEnd('/').Split('/', ':')[^1]);
        var plain = string.Concat(word.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return $"{plain}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}
