using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Nodes;

/// <summary>
/// Empties nodes before their pool is deleted: cordon all, then evict through the eviction API, which respects disruption
/// budgets. Whoever called decides what to do about blockers; nothing is deleted by force.
/// </summary>
public sealed class NodeDrain(ClusterDoor door, IOutput output)
{
    /// <summary>Label GKE puts on every node of a pool.</summary>
    public const string PoolLabel = "cloud.google.com/gke-nodepool";

    /// <summary>Whether a node was <c>open</c> or <c>closed</c> before it was emptied.</summary>
    public const string WasAnnotation = "kf-pipeline-tasks/was";

    /// <summary>What whoever empties a node wants to find there again.</summary>
    public const string MemoryAnnotation = "kf-pipeline-tasks/before-draining";

    private static readonly ApiKind Nodes = new("", "v1", "Node", "nodes", false, true, ["get", "list", "patch"]);
    private static readonly ApiKind Pods = new("", "v1", "Pod", "pods", true, true, ["get", "list"]);
    private static readonly ApiKind Budgets = new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, true, ["list"]);
    private const string Open = "open", Closed = "closed";
    private readonly KubeObjects _objects = new(door);

    /// <summary>Names of the nodes of a pool.</summary>
    public async Task<IReadOnlyList<string>> NodesOfPoolAsync(string pool, CancellationToken cancellation) =>
        (await _objects.ListAsync(Nodes, null, new ListQuery { LabelSelector = $"{PoolLabel}={pool}" }, cancellation)).Items.Select(n => n.Id.Name).Order(StringComparer.Ordinal).ToList();

    /// <summary>What stands in the way of emptying nodes, before anything is touched.</summary>
    public async Task<IReadOnlyList<DrainBlocker>> CheckAsync(IReadOnlyList<string> nodes, DrainOptions options, CancellationToken cancellation)
    {
        var budgets = (await _objects.ListAsync(Budgets, null, new ListQuery(), cancellation)).Items;
        var pods = await Task.WhenAll(nodes.Select(n => PodsAsync(n, cancellation)));
        return pods.SelectMany(p => p).Where(IsEvictable).Select(p => Blocker(p, budgets, options)).OfType<DrainBlocker>().ToList();
    }

    /// <summary>Lets no new Pod onto the nodes.</summary>
    public Task CordonAsync(IReadOnlyList<string> nodes, CancellationToken cancellation) => Task.WhenAll(nodes.Select(async name =>
    {
        if (await _objects.GetAsync(Nodes, null, name, cancellation) is { } node && !node.Body.Flag("spec", "unschedulable")) await SetAsync(name, true, cancellation);
    }));

    /// <summary>Writes on each node whether it is open, and <paramref name="memory"/> beside it, where nothing is written yet.</summary>
    public Task RememberAsync(IReadOnlyList<string> nodes, string memory, CancellationToken cancellation) => Task.WhenAll(nodes.Select(async name =>
    {
        if (await _objects.GetAsync(Nodes, null, name, cancellation) is not { } node || node.Annotation(MemoryAnnotation) is not null) return;
        await PatchAsync(name, "note", Note(node.Body.Flag("spec", "unschedulable") ? Closed : Open, memory), cancellation);
    }));

    /// <summary>Opens nodes again that were open when they were noted, or came later.</summary>
    public Task ReopenAsync(IReadOnlyList<string> nodes, CancellationToken cancellation) => Task.WhenAll(nodes.Select(async name =>
    {
        if (await _objects.GetAsync(Nodes, null, name, cancellation) is { } node && node.Body.Flag("spec", "unschedulable") && node.Annotation(WasAnnotation) != Closed) await SetAsync(name, false, cancellation);
    }));

    /// <summary>Takes the notes off.</summary>
    public Task ForgetAsync(IReadOnlyList<string> nodes, CancellationToken cancellation) => Task.WhenAll(nodes.Select(async name =>
    {
        if (await _objects.GetAsync(Nodes, null, name, cancellation, metadataOnly: true) is { } node && node.Annotation(MemoryAnnotation) is not null) await PatchAsync(name, "note", Note(null, null), cancellation);
    }));

    /// <summary>Cordons all nodes, then empties one after the other. A node that cannot be emptied does not stop the others.</summary>
    public async Task<DrainResult> DrainAsync(IReadOnlyList<string> nodes, DrainOptions options, CancellationToken cancellation)
    {
        await door.PinAsync(cancellation);
        await CordonAsync(nodes, cancellation);
        await using var progress = new Progress("Pods to leave their nodes", output, door.Time, options.Reminder, options.Timeout);
        var evicted = 0;
        var blockers = new List<DrainBlocker>();
        foreach (var node in nodes)
        {
            var (left, stuck) = await DrainOneAsync(node, options, progress, cancellation);
            evicted += left;
            blockers.AddRange(stuck);
            output.Show(new Change($"Node {node}", stuck.Count == 0 ? Outcome.Configured : Outcome.Blocked, stuck.Count == 0 ? $"drained, {left} Pods evicted" : $"{stuck.Count} Pods cannot leave"));
        }

        return new DrainResult(evicted, blockers);
    }

    private Task SetAsync(string node, bool closed, CancellationToken cancellation) =>
        PatchAsync(node, closed ? "cordon" : "uncordon", closed ? """{"spec":{"unschedulable":true}}"""u8.ToArray() : """{"spec":{"unschedulable":null}}"""u8.ToArray(), cancellation);

    private static ReadOnlyMemory<byte> Note(string? was, string? memory) => Json.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteStartObject("metadata");
        w.WriteStartObject("annotations");
        w.WriteString(WasAnnotation, was);
        w.WriteString(MemoryAnnotation, memory);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private async Task PatchAsync(string node, string act, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        try
        {
            await _objects.PatchAsync(Nodes, null, node, "application/merge-patch+json", body, "kf-pipeline-tasks", act, cancellation);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.NotFound)
        {
            // The machine is gone: nothing to close or to open.
        }
    }

    private async Task<(int Left, IReadOnlyList<DrainBlocker> Stuck)> DrainOneAsync(string node, DrainOptions options, Progress progress, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        var pods = (await PodsAsync(node, cancellation)).Where(IsEvictable).ToList();
        var refused = pods.Select(p => Blocker(p, [], options)).OfType<DrainBlocker>().ToList();
        var refusedIds = refused.Select(r => r.Pod).ToHashSet();
        var results = await Task.WhenAll(pods.Where(p => !refusedIds.Contains(p.Id)).Select(p => EvictAsync(p, node, options, started, progress, cancellation)));
        return (results.Count(r => r is null), [.. refused, .. results.OfType<DrainBlocker>()]);
    }

    /// <returns>Null when the Pod is gone.</returns>
    private async Task<DrainBlocker?> EvictAsync(Resource pod, string node, DrainOptions options, long started, Progress progress, CancellationToken cancellation)
    {
        var pause = new Backoff(door.Time, options.AskAgain, options.AskAgain);
        while (true)
        {
            var (accepted, blocker) = await AskAsync(pod, node, cancellation);
            if (accepted) return await LeftAsync(pod, node, options, started, progress, cancellation);
            if (blocker is not { MayPass: true } || door.Time.GetElapsedTime(started) >= options.Timeout) return blocker;
            using (progress.Await(blocker.ToString())) await pause.PauseAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<(bool Accepted, DrainBlocker? Blocker)> AskAsync(Resource pod, string node, CancellationToken cancellation)
    {
        var body = Json.Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", "policy/v1");
            w.WriteString("kind", "Eviction");
            w.WriteStartObject("metadata");
            w.WriteString("name", pod.Id.Name);
            w.WriteString("namespace", pod.Id.Namespace);
            w.WriteEndObject();
            w.WriteStartObject("deleteOptions");
            w.WriteStartObject("preconditions");
            w.WriteString("uid", pod.Text("metadata", "uid"));
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        });
        try
        {
            await door.SendAsync(new KubeRequest(HttpMethod.Post, $"{Pods.ObjectPath(pod.Id.Namespace, pod.Id.Name)}/eviction", $"{pod.Id}: evict")
            {
                ContentType = "application/json", Body = body, Writes = true, ThrottleIsAnswer = true,
            }, cancellation);
            return (true, null);
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.NotFound or KubeErrorKind.Modified or KubeErrorKind.NamespaceTerminating)
        {
            // Gone, or another Pod of the same name, or on its way out with its namespace.
            return (true, null);
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.DisruptionBudget or KubeErrorKind.Throttled)
        {
            var why = e.Causes.Select(c => c.Message).FirstOrDefault(m => m.Length > 0) ?? e.Said;
            return (false, new DrainBlocker(pod.Id, node, why, MayPass: true, "Run more replicas, or loosen the disruption budget while the pool is replaced."));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Other or KubeErrorKind.Invalid or KubeErrorKind.Denied or KubeErrorKind.Forbidden)
        {
            return (false, new DrainBlocker(pod.Id, node, e.Said, MayPass: false,
                e.Said.Contains("more than one PodDisruptionBudget", StringComparison.Ordinal) ? "Let only one disruption budget select the Pod." : "Remove the cause named by the server."));
        }
    }

    private async Task<DrainBlocker?> LeftAsync(Resource pod, string node, DrainOptions options, long started, Progress progress, CancellationToken cancellation)
    {
        var pause = new Backoff(door.Time, options.LookFirst, TimeSpan.FromSeconds(2));
        while (true)
        {
            var now = await _objects.GetAsync(Pods, pod.Id.Namespace, pod.Id.Name, cancellation, metadataOnly: true);
            if (now is null || now.Text("metadata", "uid") != pod.Text("metadata", "uid")) return null;
            if (door.Time.GetElapsedTime(started) >= options.Timeout)
                return new DrainBlocker(pod.Id, node, $"it was evicted and has not ended within {options.Timeout.TotalMinutes:0.#} min: {Departure.Holds(now)}", MayPass: true, "Look at its terminationGracePeriodSeconds and its finalizers.");
            using (progress.Await($"{pod.Id} to end")) await pause.PauseAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<IReadOnlyList<Resource>> PodsAsync(string node, CancellationToken cancellation) =>
        (await _objects.ListAsync(Pods, null, new ListQuery { FieldSelector = $"spec.nodeName={node}" }, cancellation)).Items;

    // The kubelet's own Pods and those of DaemonSets belong to the node, not to us.
    private static bool IsEvictable(Resource pod) => pod.Annotation("kubernetes.io/config.mirror") is null && Owner(pod) != "DaemonSet";

    private static string? Owner(Resource pod) => pod.Body.Items("metadata", "ownerReferences").Where(o => o.Flag("controller")).Select(o => o.Text("kind")).FirstOrDefault();

    private static DrainBlocker? Blocker(Resource pod, IReadOnlyList<Resource> budgets, DrainOptions options)
    {
        var node = pod.Text("spec", "nodeName") ?? "";
        if (pod.Text("status", "phase") is "Succeeded" or "Failed") return null;
        if (Owner(pod) is null && !options.Force)
            return new DrainBlocker(pod.Id, node, "nothing makes it again when it is gone", MayPass: false, "Delete it yourself, or allow it (delete-unmanaged-pods).");
        if (!options.DeleteEmptyDirData && pod.Body.Items("spec", "volumes").FirstOrDefault(v => v.At("emptyDir") is not null) is { ValueKind: System.Text.Json.JsonValueKind.Object } volume)
            return new DrainBlocker(pod.Id, node, $"volume {volume.Text("name")} is an emptyDir whose data would be lost", MayPass: false, "Allow it (delete-emptydir-data), if the data may go.");
        var over = budgets.Where(b => b.Id.Namespace == pod.Id.Namespace && Selector.Picks(b.At("spec", "selector"), pod)).ToList();
        if (over.Count > 1)
            return new DrainBlocker(pod.Id, node, $"{over.Count} disruption budgets select it ({string.Join(", ", over.Select(b => b.Id.Name))}), which the eviction API refuses", MayPass: false, "Let only one disruption budget select the Pod.");
        return over.Find(b => b.Number("status", "disruptionsAllowed") is null or 0) is { } closed
            ? new DrainBlocker(pod.Id, node, $"disruption budget {closed.Id.Name} allows no disruption now", MayPass: true, "Run more replicas, or loosen the disruption budget while the pool is replaced.")
            : null;
    }
}
