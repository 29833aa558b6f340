using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Makes targets out of a graph and finds, before anything is sent, what the server could only refuse.</summary>
/// <param name="problems">Collects what is wrong with the set, for all of it to be told at once.</param>
internal sealed class TargetMaker(KindTable kinds, ApplyOptions options, IReadOnlyDictionary<string, string> labels, Problems problems)
{
    // etcd's limit for one object, the API server's for one request and for all annotations of an object.
    private const int MostBytes = 1_572_864;
    private const int MostAnnotationBytes = 262_144;

    /// <summary>The objects of the set that somebody could apply.</summary>
    public IReadOnlyList<Target> Make(ApplyGraph graph)
    {
        problems.AddRange(graph.Problems);
        var definitions = graph.Nodes.Select(n => n.Resource).Where(IsDefinition).ToDictionary(d => d.Id);
        var targets = graph.Nodes.Select(n => One(n, definitions)).OfType<Target>().ToList();
        foreach (var twins in targets.GroupBy(t => t.Id).Where(g => g.Count() > 1))
            problems.Add($"{twins.Key} is in the set {twins.Count()} times{Places(twins)}.", twins.Last().Node.Resource.Source, "Keep one of them.");
        return targets;
    }

    /// <summary>Gives a target the kind it was waiting for.</summary>
    public void Settle(Target target, ApiKind kind)
    {
        target.Kind = kind;
        target.KindServed = true;
        target.Wanted = Outgoing.Make(target.Node.Resource, kind, target.Id, labels);
    }

    private Target? One(ApplyNode node, Dictionary<ResourceId, Resource> definitions)
    {
        var resource = node.Resource;
        var id = resource.Id;
        var served = kinds.Find(id.Group, id.Version, id.Kind);
        var need = node.Needs.OfType<Need.KindServed>().FirstOrDefault(n => n.Group == id.Group && n.Kind == id.Kind);
        // The definition of the set wins: it may add a version that is not served yet.
        var kind = served ?? (need?.Definition is { } d && definitions.TryGetValue(d, out var definition) ? ApiKind.FromDefinition(definition, id.Version) : null) ?? Foreseen(id);
        if (kind is null && need is not { Maker: not null })
        {
            problems.Add($"{id}: the server has no kind {id.Kind} in {id.ApiVersion}.", resource.Source, kinds.Suggestion(id.Group, id.Version, id.Kind));
            return null;
        }

        if (served is { } s && !s.Can("patch"))
        {
            problems.Add($"{id}: the server does not let objects of this kind be applied.", resource.Source, $"It allows: {string.Join(", ", s.Verbs)}.");
            return null;
        }

        return Place(node, kind) is { } placed ? Check(new Target(node, placed), kind, served is not null) : null;
    }

    private ApiKind? Foreseen(ResourceId id) =>
        options.Foreseen.Where(IsDefinition).Select(d => ApiKind.FromDefinition(d, id.Version)).FirstOrDefault(k => k?.Group == id.Group && k.Kind == id.Kind);

    private ResourceId? Place(ApplyNode node, ApiKind? kind)
    {
        var id = node.Resource.Id;
        if (kind is null) return id;
        if (!kind.Namespaced) return id with { Namespace = null };
        if (id.Namespace is not null) return id;
        if (options.DefaultNamespace is { } ns) return id with { Namespace = ns };
        problems.Add(Problem.NoNamespace(node.Resource));
        return null;
    }

    private Target Check(Target target, ApiKind? kind, bool served)
    {
        if (kind is null) return target;
        Settle(target, kind);
        target.KindServed = served;
        var bytes = target.Wanted!.Body.Length();
        if (bytes > MostBytes)
            problems.Add($"{target.Id} has {bytes:N0} bytes; the server stores at most {MostBytes:N0} per object.", target.Node.Resource.Source, "Split it into several objects.");
        var annotations = target.Wanted.Body.Properties("metadata", "annotations").Sum(a => a.Name.Length + a.Value.ToString().Length);
        if (annotations > MostAnnotationBytes)
            problems.Add($"{target.Id} has {annotations:N0} bytes of annotations; the server allows {MostAnnotationBytes:N0}.", target.Node.Resource.Source, "Shorten them, or keep the text elsewhere.");
        return target;
    }

    private static bool IsDefinition(Resource resource) => resource.Id is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" };

    private static string Places(IEnumerable<Target> twins) =>
        twins.Select(t => t.Node.Resource.Source).OfType<SourcePosition>().ToList() is { Count: > 1 } places ? $": {string.Join(" and ", places)}" : "";
}
