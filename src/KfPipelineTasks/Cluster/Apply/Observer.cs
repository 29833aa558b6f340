using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Looks at what is there with a few lists per kind instead of one request per object. Members of the inventory are listed
/// whole by its label; what is missing then is looked for by metadata only, which is enough to know that it must be written.
/// </summary>
/// <param name="memberSelector">Selects the members of the inventory; null without one.</param>
/// <param name="memberNamespaces">Namespaces the inventory may have members in.</param>
internal sealed class Observer(KubeObjects objects, string manager, string? memberSelector, IReadOnlyCollection<string> memberNamespaces)
{
    /// <summary>For so few objects of a kind, asking for each is less than listing all of a cluster.</summary>
    private const int Few = 3;

    private static readonly ApiKind Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, true, ["get"]);

    /// <summary>Objects that carry the label of the inventory, of the kinds looked at.</summary>
    public ConcurrentBag<Resource> Members { get; } = [];

    /// <summary>Fills <see cref="Target.Live"/> and <see cref="Target.Differences"/> of every target whose kind is served.</summary>
    public async Task LookAsync(IReadOnlyList<Target> targets, CancellationToken cancellation)
    {
        await Task.WhenAll(targets.Where(t => t.KindServed).GroupBy(t => t.Kind!).Select(g => LookAtAsync(g.Key, [.. g], cancellation)));
        var brought = targets.Where(t => t.Id.Kind == "CustomResourceDefinition")
            .GroupBy(t => (Group: t.Node.Resource.Text("spec", "group"), Kind: t.Node.Resource.Text("spec", "names", "kind")))
            .ToDictionary(g => g.Key, g => g.First());
        var definitions = brought.ToDictionary(d => d.Key, d => d.Value.Node.Resource);
        foreach (var target in targets) target.IsNew = brought.TryGetValue((target.Id.Group, target.Id.Kind), out var definition) && definition.Live is null;
        Parallel.ForEach(targets, new ParallelOptions { CancellationToken = cancellation }, t => Compare(t, definitions.GetValueOrDefault((t.Id.Group, t.Id.Kind)), manager));
        await AskDefinitionsAsync(targets.Where(t => !definitions.ContainsKey((t.Id.Group, t.Id.Kind))), cancellation);
    }

    // A custom resource that seems to differ may only have defaults its definition knows: worth one request per kind.
    private async Task AskDefinitionsAsync(IEnumerable<Target> targets, CancellationToken cancellation)
    {
        var unsure = targets.Where(t => t.Differences is { Count: > 0 } && !BuiltInGroups.Has(t.Id.Group)).GroupBy(t => t.Kind!);
        await Task.WhenAll(unsure.Select(async group =>
        {
            try
            {
                var definition = await objects.GetAsync(Definitions, null, $"{group.Key.Plural}.{group.Key.Group}", cancellation);
                foreach (var target in group) Compare(target, definition, manager);
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.Forbidden)
            {
                // Then they are written, and the server says whether anything changed.
            }
        }));
    }

    /// <summary>Compares what is wanted with what is there, after letting go of what others keep.</summary>
    public static void Compare(Target target, Resource? definition, string manager)
    {
        if (target is not { Live: { } live, Wanted: { } wanted, IsGoing: false }) return;
        if (Yielded.Paths(wanted, live, manager) is { Count: > 0 } paths) target.Wanted = wanted = Outgoing.Without(wanted, paths);
        if (!target.LiveIsWhole || Takeover.Needed(live)) return;
        target.Differences = OwnedFields.Differences(wanted, live, manager, definition);
    }

    /// <summary>Lists the members of the inventory of a kind that may not be in the set any more.</summary>
    public async Task LookForMembersAsync(ApiKind kind, CancellationToken cancellation, bool metadataOnly = true)
    {
        foreach (var member in await ListAsync(kind, [.. memberNamespaces], new ListQuery { LabelSelector = memberSelector, MetadataOnly = metadataOnly }, cancellation)) Members.Add(member);
    }

    private async Task LookAtAsync(ApiKind kind, IReadOnlyList<Target> targets, CancellationToken cancellation)
    {
        var found = new Dictionary<(string?, string), Resource>();
        var namespaces = targets.Select(t => t.Id.Namespace).OfType<string>().Distinct().ToList();
        if (memberSelector is not null)
        {
            foreach (var member in await ListAsync(kind, [.. namespaces.Union(memberNamespaces)], new ListQuery { LabelSelector = memberSelector }, cancellation))
            {
                found[(member.Id.Namespace, member.Id.Name)] = member;
                Members.Add(member);
            }

            Take(targets, found, whole: true);
        }

        await FindMissingAsync(kind, targets.Where(t => t.Live is null).ToList(), cancellation);
    }

    // Without an inventory the values decide, so whole objects are needed; with one, an object that does not carry its label has to be written anyway.
    private async Task FindMissingAsync(ApiKind kind, List<Target> missing, CancellationToken cancellation)
    {
        var metadataOnly = memberSelector is not null;
        await Task.WhenAll(missing.GroupBy(t => t.Id.Namespace).Where(g => g.Count() <= Few).SelectMany(g => g).Select(async t =>
        {
            t.Live = await objects.GetAsync(kind, t.Id.Namespace, t.Id.Name, cancellation, metadataOnly);
            t.LiveIsWhole = !metadataOnly;
        }));
        var many = missing.GroupBy(t => t.Id.Namespace).Where(g => g.Count() > Few).ToList();
        if (many.Count == 0) return;
        var listed = await ListAsync(kind, many.Select(g => g.Key).OfType<string>().ToList(), new ListQuery { MetadataOnly = metadataOnly }, cancellation);
        Take(many.SelectMany(g => g), listed.ToDictionary(r => (r.Id.Namespace, r.Id.Name)), whole: !metadataOnly);
    }

    private static void Take(IEnumerable<Target> targets, Dictionary<(string?, string), Resource> found, bool whole)
    {
        foreach (var target in targets)
        {
            if (!found.TryGetValue((target.Id.Namespace, target.Id.Name), out var live)) continue;
            target.Live = live;
            target.LiveIsWhole = whole;
        }
    }

    private async Task<IReadOnlyList<Resource>> ListAsync(ApiKind kind, List<string> namespaces, ListQuery query, CancellationToken cancellation)
    {
        if (!kind.Can("list")) return [];
        if (!kind.Namespaced || namespaces.Count > Few || (namespaces.Count > 1 && query.LabelSelector is not null))
        {
            try
            {
                return (await objects.ListAsync(kind, null, query, cancellation)).Items;
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.Forbidden && kind.Namespaced)
            {
                // Not allowed everywhere, perhaps allowed where we work.
            }
        }

        var lists = await Task.WhenAll(namespaces.Select(ns => objects.ListAsync(kind, ns, query, cancellation)));
        return lists.SelectMany(l => l.Items).ToList();
    }
}
