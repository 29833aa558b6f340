using System.Text;
using KfPipelineTasks.Manifests.Images;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>
/// Writes a rendered package into a folder for review: one file per object, the same bytes for the same objects, Secrets left
/// out. A file <c>objects.txt</c> lists what was written; files of an earlier time that are no longer made are removed by it.
/// </summary>
public static class Hydrator
{
    /// <summary>The list of everything written, in the folder itself.</summary>
    public const string ListFile = "objects.txt";

    /// <summary>The list of every image that the objects name, for mirrors and for those who look for old ones; not there when they name none.</summary>
    public const string ImagesFile = "images.txt";

    /// <summary>Writes the package.</summary>
    /// <param name="folder">Made when it is not there. A folder with other things in it is not touched.</param>
    /// <returns>The files of the objects below the folder, in order, and the Secrets that were left out.</returns>
    /// <exception cref="UsageException">The folder holds files that were not written by this.</exception>
    public static async Task<HydratedPackage> WriteAsync(RenderedPackage package, string folder, CancellationToken cancellation = default)
    {
        var before = Earlier(folder);
        var files = new SortedDictionary<string, Resource>(StringComparer.Ordinal);
        var secrets = new List<ResourceId>();
        foreach (var component in package.Components)
        {
            foreach (var resource in component.Resources)
            {
                if (resource.Id is { Group: "", Kind: "Secret" }) secrets.Add(resource.Id);
                else files.TryAdd($"{component.Component.Name.Trim('/')}/{FileName(resource.Id)}", resource);
            }
        }

        Directory.CreateDirectory(folder);
        // Whatever ends this half way, the next time everything in the folder is known to be ours.
        await KeepAsync(folder, ListFile, List(files.Keys.Union(before).Order(StringComparer.Ordinal), secrets), cancellation);
        foreach (var gone in before.Except(files.Keys)) Remove(folder, gone);
        await Parallel.ForEachAsync(files, cancellation, (file, token) => KeepAsync(folder, file.Key, YamlText.Of(file.Value.Body), token));
        await KeepAsync(folder, ImagesFile, string.Concat(ImageList.Names(package.Resources).Select(image => image + "\n")), cancellation);
        await KeepAsync(folder, ListFile, List(files.Keys, secrets), cancellation);
        return new HydratedPackage([.. files.Keys], secrets);
    }

    // What has not changed is not written: whoever watches the folder sees changes only.
    private static async ValueTask KeepAsync(string folder, string file, string text, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file);
        if (text.Length == 0)
        {
            File.Delete(path);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var there = new FileInfo(path);
        if (there.Exists && there.Length == bytes.Length && (await File.ReadAllBytesAsync(path, cancellation)).SequenceEqual(bytes)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, cancellation);
    }

    private static IReadOnlyList<string> Earlier(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return [];
        var list = Path.Combine(folder, ListFile);
        if (!File.Exists(list))
            throw new UsageException($"{folder} is not empty, and was not written by rendering: there is no {ListFile} in it.", "Name a new or an empty folder.");
        return [.. File.ReadLines(list).Where(line => line.Length > 0 && line[0] != '#')];
    }

    private static void Remove(string folder, string file)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file));
        // The list is a file like any other: what it says outside of the folder is none of ours.
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path)) return;
        File.Delete(path);
        for (var above = Directory.GetParent(path)!; above.FullName.Length > Path.GetFullPath(folder).Length && !above.EnumerateFileSystemInfos().Any(); above = above.Parent!) above.Delete();
    }

    private static string List(IEnumerable<string> files, IReadOnlyList<ResourceId> secrets)
    {
        var text = new StringBuilder("# One file per object. Secrets are left out").Append(secrets.Count == 0 ? ".\n" : ":\n");
        foreach (var secret in secrets.Select(secret => secret.ToString()).Order(StringComparer.Ordinal)) text.Append("#   ").Append(secret).Append('\n');
        foreach (var file in files) text.Append(file).Append('\n');
        return text.ToString();
    }

    // deployment.apps_kubeflow_ml-pipeline.yaml; names of roles hold colons, which not every file system takes.
    private static string FileName(ResourceId id) =>
        string.Join('_', new[] { id.GroupKind.ToLowerInvariant(), id.Namespace, id.Name }.OfType<string>().Select(Plain)) + ".yaml";

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c.ToString() : $"%{(int)c:x2}"));
}
