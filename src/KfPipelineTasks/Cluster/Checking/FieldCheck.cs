using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// Finds misspelt fields, values of a wrong type and names nobody can have in everything that would be written, before any of it is: by the schemas the server
/// publishes, and for kinds the set brings along by their definitions.
/// </summary>
internal sealed class FieldCheck(KubeObjects objects, ApplyOptions options, IOutput output)
{
    /// <returns>What is wrong, by object.</returns>
    /// <exception cref="KubeError">The server is gone, or no longer lets us in.</exception>
    public async Task<ILookup<ResourceId, Problem>> FindAsync(IReadOnlyList<Target> targets, CancellationToken cancellation)
    {
        var written = options.Strict ? targets.Where(t => !t.IsUnchanged && t is { Wanted: not null, Kind: not null }).ToList() : [];
        var definitions = targets.Where(t => t.Id is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" })
            .ToLookup(t => (t.Node.Resource.Text("spec", "group"), t.Node.Resource.Text("spec", "names", "kind")), t => t.Node.Resource);
        var server = new ServerSchemas(objects, cancellation);
        var found = new ConcurrentBag<(ResourceId Id, Problem Problem)>();
        foreach (var target in targets.Where(t => t is { IsUnchanged: false, Wanted: not null }))
        {
            foreach (var wrong in MetadataCheck.Of(target.Wanted!, definitions[(target.Id.Group, target.Id.Kind)].Any())) found.Add((target.Id, Told(target, wrong)));
        }

        await Parallel.ForEachAsync(written.GroupBy(t => t.Kind!), cancellation, async (group, _) =>
        {
            var kind = group.Key;
            var schema = definitions[(kind.Group, kind.Kind)].FirstOrDefault() is { } definition ? ServerSchemas.OfDefinition(definition, kind.Version) : await server.FindAsync(kind);
            if (schema is null)
            {
                output.Detail($"{kind.GroupKind}: the server does not tell its fields; mistakes in them are found when an object is sent.");
                return;
            }

            Parallel.ForEach(group, target =>
            {
                foreach (var wrong in SchemaWalk.Of(target.Wanted!.Body, schema)) found.Add((target.Id, Told(target, wrong)));
            });
        });
        return found.OrderBy(f => f.Problem.At?.Line ?? 0).ThenBy(f => f.Problem.Message, StringComparer.Ordinal).ToLookup(f => f.Id, f => f.Problem);
    }

    private Problem Told(Target target, WrongField wrong) =>
        new($"{target.Id}: {wrong.Message}", options.Locate?.Invoke(target.Node.Resource, wrong.Path) ?? target.Node.Resource.Source);
}
