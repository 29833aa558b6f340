using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>How long the way from an object to the end of the set is: what much waits for goes first.</summary>
internal static class Heights
{
    // Pods have to start before a webhook answers: worth more than any number of plain writes.
    private const int Webhook = 100;

    public static void Fill(IReadOnlyList<Target> targets)
    {
        var byId = targets.GroupBy(t => t.Node.Resource.Id).ToDictionary(g => g.Key, g => g.First());
        // Needs stand before what needs them, so backwards every height is final when it is passed on.
        foreach (var target in targets.Reverse())
        {
            foreach (var (id, cost) in target.Node.Needs.SelectMany(Sources).Concat(target.Node.PodsNeed.Select(id => (id, 1))))
            {
                if (byId.TryGetValue(id, out var source)) source.Height = Math.Max(source.Height, target.Height + cost);
            }
        }
    }

    /// <summary>The objects of the set a need leads to.</summary>
    public static IEnumerable<(ResourceId Id, int Cost)> Sources(Need need) => need switch
    {
        Need.ObjectThere there => [(there.Object, there.UntilReady ? Webhook : 1)],
        Need.KindServed { Definition: { } definition } => [(definition, 2)],
        Need.KindServed { Maker: { } maker } => [(maker, Webhook)],
        Need.WebhookAnswers webhook => new[] { webhook.Configuration, webhook.Service, webhook.Workload }.OfType<ResourceId>().Select(id => (id, Webhook)),
        Need.ApiAvailable api => [(api.ApiService, Webhook)],
        _ => [],
    };
}
