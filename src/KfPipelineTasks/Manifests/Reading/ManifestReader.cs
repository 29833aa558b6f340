using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// Reads Kubernetes manifests: YAML and JSON, streams of documents, files, folders and standard input. Types are kubectl's,
/// lists are taken apart, every object knows its file and line, and everything that is wrong is told at once.
/// </summary>
public static class ManifestReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads everything under the given paths, in the given order; the files of a folder by name.</summary>
    /// <param name="paths">Files, folders (their <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>, not the folders inside), or <c>-</c> for <paramref name="standardInput"/>.</param>
    /// <param name="standardInput">Where <c>-</c> reads from; null when there is none.</param>
    /// <exception cref="UsageException">Something is missing, unreadable, no manifest, or defined twice; carries all of it.</exception>
    public static async Task<IReadOnlyList<Resource>> ReadAsync(IReadOnlyList<string> paths, Stream? standardInput, CancellationToken cancellation)
    {
        var problems = new Problems();
        var read = new List<Resource>();
        foreach (var file in paths.SelectMany(path => FilesOf(path, problems)))
        {
            if (await TextOfAsync(file, standardInput, problems, cancellation) is { } text)
                read.AddRange(ReadDocuments(text, NameOf(file), problems, cancellation));
        }

        RefuseTwins(read, problems);
        problems.ThrowIfAny("manifests");
        return read;
    }

    /// <summary>Reads one text.</summary>
    /// <param name="text">YAML or JSON, any number of documents.</param>
    /// <param name="file">How to call the text in messages and in <see cref="Resource.Source"/>.</param>
    /// <param name="problems">Is given everything that is wrong, two objects with one identity included.</param>
    public static IReadOnlyList<Resource> ReadText(string text, string file, Problems problems, CancellationToken cancellation = default)
    {
        var read = ReadDocuments(text, file, problems, cancellation);
        RefuseTwins(read, problems);
        return read;
    }

    /// <summary>Two objects with one identity: the second would silently undo the first. Both places are named.</summary>
    public static void RefuseTwins(IEnumerable<Resource> resources, Problems problems)
    {
        var first = new Dictionary<ResourceId, Resource>();
        foreach (var resource in resources)
        {
            if (first.TryAdd(resource.Id, resource)) continue;
            problems.Add($"{resource.Id} is defined twice: here and at {first[resource.Id].Source}.", resource.Source, "Remove one of them.");
        }
    }

    /// <summary>True when a folder has files that <see cref="ReadAsync"/> would read.</summary>
    public static bool HasManifests(string folder) => Directory.EnumerateFiles(folder).Any(file => Extensions.Contains(Path.GetExtension(file)));

    private static List<Resource> ReadDocuments(string text, string file, Problems problems, CancellationToken cancellation)
    {
        var pieces = DocumentSplitter.Split(text);
        var results = new (IReadOnlyList<Resource> Resources, IReadOnlyList<Problem> Problems)[pieces.Count];
        Parallel.For(0, pieces.Count, new ParallelOptions { CancellationToken = cancellation }, i => results[i] = ManifestText.Read(text, pieces[i], file));
        foreach (var result in results) problems.AddRange(result.Problems);
        return results.SelectMany(result => result.Resources).ToList();
    }

    private static IReadOnlyList<string> FilesOf(string path, Problems problems)
    {
        if (path == "-" || File.Exists(path)) return [path];
        if (!Directory.Exists(path))
        {
            problems.Add($"{path}: there is no such file or folder", next: path.Contains("://", StringComparison.Ordinal) ? "Manifests are read from disk; download it and keep it with the others." : null);
            return [];
        }

        var files = Directory.EnumerateFiles(path).Where(file => Extensions.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).StartsWith("gha-creds-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) problems.Add($"{path}: the folder has no {string.Join(", ", Extensions)} file");
        return files;
    }

    private static async Task<string?> TextOfAsync(string file, Stream? standardInput, Problems problems, CancellationToken cancellation)
    {
        if (file == "-" && standardInput is null)
        {
            problems.Add("-: there is no standard input to read from");
            return null;
        }

        if (file != "-" && OrdinaryFile.WhyNot(file) is { } kind)
        {
            problems.Add($"this is {kind}, not a file", new SourcePosition(file), "Pipe manifests in with -f -.");
            return null;
        }

        try
        {
            using var reader = file == "-"
                ? new StreamReader(standardInput!, StrictUtf8, detectEncodingFromByteOrderMarks: true, leaveOpen: true)
                : new StreamReader(file, StrictUtf8, detectEncodingFromByteOrderMarks: true, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 });
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (DecoderFallbackException broken)
        {
            problems.Add($"not UTF-8: {broken.Message}", new SourcePosition(NameOf(file)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add($"cannot be read: {refused.Message}", new SourcePosition(NameOf(file)));
        }

        return null;
    }

    private static string NameOf(string file) => file == "-" ? "standard input" : file;
}
