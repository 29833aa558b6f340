using System.Text.Json;
using System.Text.RegularExpressions;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Components that somebody else has installed (<c>package.external</c>). Their own version is none of our business; what the rest of the package
/// meets them by is: the kinds they define, and the Services that other components call by name.
/// </summary>
/// <param name="components">As the package would have installed them.</param>
/// <param name="others">Every other object of the package.</param>
internal sealed partial class ExternalComponents(IReadOnlyList<RenderedComponent> components, IReadOnlyList<Resource> others)
{
    /// <summary>Their objects: not written, not pruned, not taken down.</summary>
    public IReadOnlySet<ResourceId> Ids { get; } = components.SelectMany(c => c.Resources).Select(r => r.Id).Except(others.Select(r => r.Id)).ToHashSet();

    /// <summary>What the cluster lacks of them.</summary>
    /// <param name="live">Namespaces, Services and definitions of the cluster.</param>
    public IEnumerable<Problem> Missing(IReadOnlyList<Resource> live)
    {
        var there = live.Select(r => r.Id).ToHashSet();
        var wanted = components.SelectMany(c => c.Resources, (c, resource) => (Component: c.Component.Name, Resource: resource)).Where(w => Ids.Contains(w.Resource.Id) && !there.Contains(w.Resource.Id)).ToList();
        if (wanted.Count == 0) return [];
        var names = new Lazy<HashSet<string>>(CalledNames);
        return wanted.Where(w => IsMet(w.Resource, names)).GroupBy(w => w.Component).Select(missing => new Problem(
            $"component {missing.Key} is somebody else's (package.external, or mesh.provider), and the cluster lacks what others need of it: {string.Join(", ", missing.Select(m => m.Resource.Id.ToString()).Order(StringComparer.Ordinal))}.",
            Next: "Install it, or let the package do so."));
    }

    private bool IsMet(Resource resource, Lazy<HashSet<string>> names) => resource.Id switch
    {
        { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" } => others.Any(o => o.Id.Group == resource.Text("spec", "group") && o.Id.Kind == resource.Text("spec", "names", "kind")),
        { Group: "", Kind: "Service", Namespace: { } ns, Name: var name } => names.Value.Contains($"{name}.{ns}") || names.Value.Contains($"{name} {ns}"),
        _ => false,
    };

    // As DNS knows them (name.namespace), and, where a text is nothing but a name, as a neighbour in the namespace may call them.
    private HashSet<string> CalledNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in others.Where(o => o.Id.Kind != "CustomResourceDefinition"))
        {
            foreach (var text in Texts(resource.Body))
            {
                if (resource.Id.Namespace is { } ns) names.Add($"{text} {ns}");
                foreach (Match match in Host().Matches(text)) names.Add($"{match.Groups["name"].Value}.{match.Groups["ns"].Value}");
            }
        }

        return names;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    [GeneratedRegex(@"(?<![\w.-])(?<name>[a-z0-9]([-a-z0-9]*[a-z0-9])?)\.(?<ns>[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.svc(\.cluster\.local)?)?(?![\w-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();
}
