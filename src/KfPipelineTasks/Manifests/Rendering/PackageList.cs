using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>
/// The components of a package. The Kubeflow distribution for Google Cloud lists them, in order, under <c>components:</c> of its
/// <c>config.yaml</c>; the component itself is a folder beside it.
/// </summary>
public static class PackageList
{
    // Folders of a component that are rendered after it, by themselves: the distribution's makefiles do the same.
    private static readonly (string Component, string Part)[] Parts =
    [
        ("common/cert-manager", "cert-manager/kubeflow-issuer"),
        ("apps/pipelines", "cnrm"),
    ];

    /// <summary>The file with the list: <c>config.yaml</c> in the folder, or in its <c>kubeflow</c> folder; null when the folder is no such package.</summary>
    public static string? FindList(string package) =>
        new[] { Path.Combine(package, "config.yaml"), Path.Combine(package, "kubeflow", "config.yaml") }.FirstOrDefault(IsList);

    /// <summary>Reads the list.</summary>
    /// <param name="file">As found by <see cref="FindList"/>.</param>
    /// <param name="problems">Is told of entries that are no folder.</param>
    public static IReadOnlyList<PackageComponent> Read(string file, Problems problems)
    {
        var root = Path.GetDirectoryName(file)!;
        var components = new List<PackageComponent>();
        foreach (var (name, at) in Entries(file, problems))
        {
            if (!Directory.Exists(Path.Combine(root, name)))
            {
                problems.Add($"component {name}: there is no such folder beside the list.{Nearest.Hint(name, FoldersOf(root))}", at);
                continue;
            }

            components.AddRange(Of(root, name));
        }

        return components;
    }

    /// <summary>A component and the parts of it that are rendered by themselves.</summary>
    public static IEnumerable<PackageComponent> Of(string root, string name)
    {
        yield return new PackageComponent(name, Path.Combine(root, name));
        foreach (var (_, part) in Parts.Where(entry => entry.Component == name && Kustomization.FileIn(Path.Combine(root, name, entry.Part)) is not null))
            yield return new PackageComponent($"{name}/{part}", Path.Combine(root, name, part));
    }

    private static bool IsList(string file) => File.Exists(file) && Entries(file, new Problems()).Count > 0;

    private static List<(string Name, SourcePosition At)> Entries(string file, Problems problems) =>
        YamlLists.Texts(File.ReadAllText(file), file, "components", problems);

    private static IEnumerable<string> FoldersOf(string root) =>
        Directory.EnumerateDirectories(root).SelectMany(folder => Directory.EnumerateDirectories(folder).Append(folder))
            .Select(folder => Path.GetRelativePath(root, folder).Replace('\\', '/'));
}
