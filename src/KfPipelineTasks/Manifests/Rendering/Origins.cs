using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>
/// Finds the file and line a rendered object was written down in. Rendering says so where the kustomization asks for it
/// (<c>buildMetadata: [originAnnotations]</c>); elsewhere kind and name mostly do.
/// </summary>
public static class Origins
{
    private const string Annotation = "config.kubernetes.io/origin";

    /// <summary>The place, or the kustomization when no file of it holds an object of that kind and name (it was renamed or generated).</summary>
    public static SourcePosition? Find(PackageComponent component, Resource resource) => Said(component, resource) ?? Find(component, resource.Id);

    /// <summary>The same, for an object of which nothing but its identity is at hand.</summary>
    public static SourcePosition? Find(PackageComponent component, ResourceId id)
    {
        if (Kustomization.FileIn(component.Folder) is not { } kustomization) return null;
        var found = Kustomization.Scan(component.Folder, new Problems()).Files
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" && !file.Contains("patch", StringComparison.OrdinalIgnoreCase))
            .Select(file => Look(file, id)).FirstOrDefault(place => place is not null);
        return found ?? new SourcePosition(kustomization);
    }

    // path: the file; for what a generator has made, configuredIn: the kustomization with the generator. Both from the kustomization's folder.
    private static SourcePosition? Said(PackageComponent component, Resource resource)
    {
        if (resource.Text("metadata", "annotations", Annotation) is not { } said) return null;
        var scalars = YamlLists.Scalars(said, Annotation, new Problems()).Where(scalar => scalar.Path.Count == 1).ToLookup(scalar => scalar.Path[0], scalar => scalar.Text);
        // What comes from another repository is in none of our files.
        if (scalars["repo"].Any() || scalars["path"].Concat(scalars["configuredIn"]).FirstOrDefault() is not { } path) return null;
        var file = Path.GetFullPath(path, component.Folder);
        if (!File.Exists(file)) return null;
        return Look(file, resource.Id) ?? OnlyOneIn(file, resource.Id) ?? new SourcePosition(Path.GetRelativePath(Directory.GetCurrentDirectory(), file));
    }

    // A prefix or suffix has changed its name: it is the only one of its kind there.
    private static SourcePosition? OnlyOneIn(string file, ResourceId id) =>
        ManifestReader.ReadText(File.ReadAllText(file), Path.GetRelativePath(Directory.GetCurrentDirectory(), file), new Problems())
            .Where(resource => resource.Id.Kind == id.Kind && resource.Id.Group == id.Group).ToList() is [var only] ? only.Source : null;

    private static SourcePosition? Look(string file, ResourceId id)
    {
        var text = File.ReadAllText(file);
        // Most files can be told apart without reading them as YAML.
        if (!text.Contains(id.Name, StringComparison.Ordinal) || !text.Contains(id.Kind, StringComparison.Ordinal)) return null;
        var resource = ManifestReader.ReadText(text, Path.GetRelativePath(Directory.GetCurrentDirectory(), file), new Problems())
            .FirstOrDefault(resource => resource.Id.Kind == id.Kind && resource.Id.Group == id.Group && resource.Id.Name == id.Name);
        return resource?.Source;
    }
}
