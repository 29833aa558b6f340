using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Finds the file and line a rendered object was written down in. Rendering does not say; kind and name mostly do.</summary>
public static class Origins
{
    /// <summary>The place, or the kustomization when no file of it holds an object of that kind and name (it was renamed or generated).</summary>
    public static SourcePosition? Find(PackageComponent component, ResourceId id)
    {
        if (Kustomization.FileIn(component.Folder) is not { } kustomization) return null;
        var found = Kustomization.Scan(component.Folder, new Problems()).Files
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" && !file.Contains("patch", StringComparison.OrdinalIgnoreCase))
            .Select(file => Look(file, id)).FirstOrDefault(place => place is not null);
        return found ?? new SourcePosition(kustomization);
    }

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
