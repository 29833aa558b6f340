using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>
/// Computes, without a cluster, what each object of a set needs before an API server accepts it: its namespace, its kind, the
/// webhooks that will intercept it and whatever those need to answer, and what the author asked for. Circles are opened where a
/// safe order exists and told where none does. A pure function: the same objects, in any order, give the same graph.
/// </summary>
public static class AdmissionGraph
{
    /// <param name="wanted">The objects to apply; no two with one identity.</param>
    /// <param name="live">
    /// What the cluster has: all its namespaces, CRDs, webhook configurations and Services, and any objects of the set that are
    /// there. Null when there is no cluster to ask; then nothing is said about what only a cluster knows.
    /// </param>
    /// <returns>Nodes whose <see cref="ApplyNode.Resource"/> is the wanted object, without a namespace where its kind has none.</returns>
    public static ApplyGraph Build(IReadOnlyList<Resource> wanted, IReadOnlyList<Resource>? live = null)
    {
        var problems = new Problems();
        var view = new SetView(wanted, live);
        Reading.ManifestReader.RefuseTwins(view.Wanted, problems);
        var built = new WaitsBuilder(view, problems);
        var waits = built.Build();
        var notes = new CircleBreaker(view, built, waits, problems).Break();
        var nodes = ApplyOrder.Of(view, waits).Select(resource => Node(resource, built, waits)).ToList();
        return new ApplyGraph(nodes, [.. notes, .. WebhookNotes.Of(view, built)], problems.Found);
    }

    private static ApplyNode Node(Resource resource, WaitsBuilder built, Waits waits)
    {
        var needs = waits.Of(new Step.Sent(resource.Id)).Select(wait => wait.Need).OfType<Need>().Concat(built.OpenNeedsOf(resource.Id))
            .OrderBy(Rank).ThenBy(need => need.Because, StringComparer.Ordinal).ToList();
        var starts = waits.Of(new Step.Started(resource.Id)).Select(wait => wait.Need).OfType<Need.WebhookAnswers>().OrderBy(need => need.Because, StringComparer.Ordinal).ToList();
        var forPods = waits.Of(new Step.Started(resource.Id)).Select(wait => wait.For).OfType<Step.Sent>().Select(step => step.Object).Where(id => id != resource.Id).ToList();
        return new ApplyNode(resource, needs, starts) { PodsNeed = forPods };
    }

    private static int Rank(Need need) => need switch
    {
        Need.ObjectThere => 0,
        Need.KindServed => 1,
        Need.ApiAvailable => 2,
        _ => 3,
    };
}
