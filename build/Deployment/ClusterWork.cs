using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Brings a set of objects to one cluster: looks at the cluster, orders the set, applies it once, waits. Joins the rooms that do
/// not know each other; every task that writes to a cluster goes through here.
/// </summary>
internal sealed class ClusterWork(ClusterDoor door, DeployContext context)
{
    private readonly ReadinessBook _book = new(context.Time);

    /// <summary>Applies and awaits a set.</summary>
    /// <param name="set">What it is called in the inventory: <c>kubeflow</c>.</param>
    /// <param name="wanted">The objects.</param>
    /// <param name="componentOf">Component of an object, for tables; null where there is none.</param>
    /// <exception cref="UsageException">The set cannot be applied by anybody; nothing was sent.</exception>
    /// <exception cref="DeployException">Something was refused or has failed.</exception>
    /// <exception cref="NotReadyInTimeException">Everything was written; something may still become ready.</exception>
    public async Task<ApplyResult> ApplyAsync(string set, IReadOnlyList<Resource> wanted, Func<Resource, string?>? componentOf = null)
    {
        var graph = await GraphAsync(wanted);
        var engine = new ApplyEngine(door, live => _book.Judge(live), context.Output);
        var result = await engine.ApplyAsync(graph, Options(set, componentOf), context.Stop);
        Summarise(set, result);
        return result.ThrowIfFailed();
    }

    private async Task<ApplyGraph> GraphAsync(IReadOnlyList<Resource> wanted)
    {
        var graph = AdmissionGraph.Build(wanted, await LiveFacts.ReadAsync(door, context.Stop));
        foreach (var note in graph.Notes) context.Output.Detail(note);
        if (graph.Problems.Count > 0) throw new UsageException("objects", graph.Problems);
        return graph;
    }

    private ApplyOptions Options(string set, Func<Resource, string?>? componentOf)
    {
        var settings = context.Settings;
        return new ApplyOptions
        {
            Manager = settings.Apply.FieldManager,
            Strict = settings.Apply.Validation == FieldValidation.Strict,
            Conflicts = new ConflictRules { ForceAll = settings.Apply.ForceConflicts, Force = settings.Apply.ForceFields },
            Wait = new WaitOptions { Deadline = settings.Timeouts.Ready },
            ComponentOf = componentOf,
        };
    }

    private void Summarise(string set, ApplyResult result)
    {
        var counts = result.Changes.GroupBy(c => c.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.Word()}");
        context.Output.Info($"{set}: {string.Join(", ", counts)} on {door.Name} in {result.Elapsed.TotalSeconds:0.0} s.");
    }
}
