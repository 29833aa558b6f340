using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The labels of namespaces as they will be: what the cluster has, and over it what the set writes.</summary>
internal sealed class Namespaces
{
    private readonly Dictionary<string, Dictionary<string, string>> _labels = [];

    public Namespaces(IEnumerable<Resource> wanted, IEnumerable<Resource> live)
    {
        foreach (var resource in live.Concat(wanted).Where(resource => resource.Id is { Group: "", Kind: "Namespace" })) Add(resource.Id.Name, LabelsIn(resource));
        foreach (var profile in wanted.Where(resource => KnownControllers.MakesNamespace(resource)))
        {
            if (!_labels.ContainsKey(profile.Id.Name)) Add(profile.Id.Name, KnownControllers.LabelsOfProfileNamespace);
        }
    }

    /// <summary>Labels of a namespace; of one nobody knows, the one every namespace has.</summary>
    public IReadOnlyDictionary<string, string> LabelsOf(string name) =>
        _labels.TryGetValue(name, out var labels) ? labels : new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = name };

    /// <summary>The labels an object carries.</summary>
    public static IReadOnlyDictionary<string, string> LabelsIn(Resource resource) => resource.At("metadata", "labels").Texts();

    private void Add(string name, IReadOnlyDictionary<string, string> labels)
    {
        if (!_labels.TryGetValue(name, out var all)) _labels[name] = all = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = name };
        foreach (var (key, value) in labels) all[key] = value;
    }
}
