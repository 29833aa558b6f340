using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Waiting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Looks at what should open a gate - workloads, the Certificate of a webhook - and finds the one that is in the way.</summary>
/// <param name="judge">See <see cref="ApplyEngine"/>.</param>
/// <param name="targets">The objects of the set, by what the manifests call them.</param>
internal sealed class Openers(KubeObjects objects, Func<Resource, IReadOnlyList<Resource>, Verdict> judge, IReadOnlyDictionary<ResourceId, Target> targets)
{
    private static readonly ApiKind Services = new("", "v1", "Service", "services", true, true, ["get"]);
    private static readonly ApiKind Pods = new("", "v1", "Pod", "pods", true, true, ["get", "list"]);

    /// <summary>Adds to the reason of a closed gate who is in the way, and why.</summary>
    /// <param name="why">What was seen of the gate itself.</param>
    /// <param name="who">What of the set should open it, the nearest first.</param>
    /// <param name="service">Who answers, for backends that are not of the set.</param>
    public async Task<Closed> ExplainAsync(string why, IEnumerable<ResourceId?> who, ResourceId? service, CancellationToken cancellation)
    {
        var around = new AroundLists(objects, cancellation);
        var late = new List<Closed>();
        foreach (var id in who.OfType<ResourceId>())
        {
            if (!targets.TryGetValue(id, out var target) || target.Kind is null) continue;
            if (await objects.GetAsync(target.Kind, target.Id.Namespace, target.Id.Name, cancellation) is not { } live) return $"{why}: {target.Id} is not there";
            if (Closing(why, live, judge(live, await around.AskAsync(live))) is { } closed) late.Add(closed);
        }

        if (late.Count == 0 && service is not null) late.AddRange((await PodsAsync(service, cancellation)).Select(pod => Closing(why, pod, judge(pod, []))).OfType<Closed>());
        // What only waits may wait for the one that fails.
        return late.Find(c => c.IsFailing) ?? late.Find(c => c.Verdict!.State == State.Failed) ?? late.FirstOrDefault() ?? why;
    }

    private static Closed? Closing(string why, Resource live, Verdict verdict) =>
        verdict.State is State.Ready or State.Unknown ? null : new Closed($"{why}: {live.Id}: {verdict.Because}", live, verdict);

    private async Task<IReadOnlyList<Resource>> PodsAsync(ResourceId service, CancellationToken cancellation)
    {
        try
        {
            var live = await objects.GetAsync(Services, service.Namespace, service.Name, cancellation);
            var labels = live?.At("spec", "selector")?.Properties().Select(l => $"{l.Name}={l.Value}").ToList() ?? [];
            return labels.Count == 0 ? [] : (await objects.ListAsync(Pods, service.Namespace, new ListQuery { LabelSelector = string.Join(',', labels) }, cancellation)).Items;
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden)
        {
            // The gate alone then has to tell.
            return [];
        }
    }
}
