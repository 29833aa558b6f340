using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Pods;

/// <summary>
/// The kubelets of all Nodes: from a Pod that was given a Node to running and ready containers, and to the end. Images
/// are not pulled and nothing is run; what a Pod refers to must be there.
/// </summary>
internal sealed class Kubelet(ClusterView view, EventRecorder events, PodBehaviours behaviours, SimulationOptions simulation) : IController
{
    private static readonly TimeSpan PullBackOff = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, PodMemory> _memories = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, string> _uids = [];
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _waiting = [];
    private readonly PodAddresses _addresses = new();

    public string Name => "kubelet";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Pod),
        new Watch(Kinds.Secret, Waiting),
        new Watch(Kinds.ConfigMap, Waiting),
        new Watch(Kinds.PersistentVolumeClaim, Waiting),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var pod = view.Get(key);
        if (_uids.TryGetValue(key, out var uid) && (pod is null || ClusterView.Uid(pod) != uid)) Forget(key, uid);
        if (pod is null || Json.Text(pod, "spec", "nodeName") is not { Length: > 0 }) return default;
        if (ClusterView.IsBeingDeleted(pod)) return new(Stop(key, pod));
        return Workloads.Pods.Phase(pod) is "Succeeded" or "Failed" ? default : new(Run(key, pod));
    }

    private TimeSpan? Run(ObjectKey key, JsonObject pod)
    {
        var memory = MemoryOf(key, pod);
        if (ClusterView.TimeAt(pod, "status", "startTime") is null) pod = view.EditStatus(Name, pod, status => PodStatus.Begin(status, pod, HostIp(pod), view.Stamp));
        var missing = PodNeeds.Missing(view, pod).ToList();
        WaitFor(key, memory, missing);
        if (missing.FirstOrDefault(need => need.IsVolume) is { } volume)
        {
            events.Warning(Name, pod, "FailedMount", volume.Message);
            return null;
        }

        var behaviour = behaviours.Of(pod);
        if (behaviour.Kind == BehaviourKind.ImagePullError) return FailToPull(pod, memory);
        memory.StartAt ??= Json.Text(pod, "status", "podIP") is null ? view.Now + simulation.Delays.PodStart : view.Now;
        return memory.StartAt > view.Now ? memory.StartAt - view.Now : Look(pod, memory, behaviour, missing);
    }

    private TimeSpan? Look(JsonObject pod, PodMemory memory, Behaviour behaviour, List<PodNeed> missing)
    {
        var runs = Json.Maps(pod, "spec", "containers").Select((container, at) => Look(pod, container, at == 0, memory, behaviour, missing)).ToList();
        foreach (var news in runs.SelectMany(run => run.News)) Tell(pod, news);
        view.EditStatus(Name, pod, status =>
        {
            var address = Json.Flag(pod, "spec", "hostNetwork") is true ? HostIp(pod) : _addresses.For(ClusterView.Uid(pod), Json.Text(status, "podIP"));
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
            PodStatus.SetEntries(status, "initContainerStatuses", Json.Maps(pod, "spec", "initContainers").Select(container => Initial(pod, container)));
            PodStatus.SetEntries(status, "containerStatuses", runs.Select(run => run.Entry));
            PodStatus.Conclude(status, pod, view.Stamp);
        });
        foreach (var run in runs)
        {
            if (ContainerLog.Of(pod, run.Entry, behaviour) is { } text) view.SetLog(ClusterView.KeyOf(pod), Json.Text(run.Entry, "name") ?? "", text);
        }

        return runs.Min(run => run.Next) - view.Now;
    }

    private ContainerRun Look(JsonObject pod, JsonObject container, bool isMain, PodMemory memory, Behaviour behaviour, List<PodNeed> missing)
    {
        var name = Json.Text(container, "name") ?? "";
        var before = Json.Maps(pod, "status", "containerStatuses").FirstOrDefault(entry => Json.Text(entry, "name") == name);
        var setting = new ContainerSetting(pod, container, isMain, behaviour, missing.FirstOrDefault(need => need.Container == name)?.Message, simulation.Delays, view.Now);
        var run = ContainerRun.Look(setting, before, memory.Since.TryGetValue(name, out var since) ? since : Recorded(before));
        memory.Since[name] = run.Since;
        return run;
    }

    /// <summary>Since when, as far as the status knows.</summary>
    private DateTimeOffset Recorded(JsonObject? entry) =>
        ClusterView.TimeAt(entry, "state", "running", "startedAt") ?? ClusterView.TimeAt(entry, "lastState", "terminated", "finishedAt") ?? view.Now;

    /// <summary>Init containers are over at once, but for those that stay beside the others.</summary>
    private JsonObject Initial(JsonObject pod, JsonObject container)
    {
        var name = Json.Text(container, "name") ?? "";
        var before = Json.Maps(pod, "status", "initContainerStatuses").FirstOrDefault(entry => Json.Text(entry, "name") == name);
        if (before is not null && Json.At(before, "state", "waiting") is null) return (JsonObject)before.DeepClone();
        var stays = Json.Text(container, "restartPolicy") == "Always";
        var state = stays ? ContainerStates.Running(view.Stamp) : ContainerStates.Terminated(0, "Completed", view.Stamp, view.Stamp, ContainerStates.Id(pod, name, 0));
        return ContainerStates.Status(pod, container, state, isReady: true, isStarted: stays, 0, null);
    }

    private TimeSpan? FailToPull(JsonObject pod, PodMemory memory)
    {
        var container = Json.Maps(pod, "spec", "containers").First();
        var image = Json.Text(container, "image") ?? "";
        var entry = Json.Maps(pod, "status", "containerStatuses").FirstOrDefault();
        var failure = $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";
        var known = Json.Text(entry, "state", "waiting", "reason");
        if (known == "ImagePullBackOff") return null;
        var isFirst = known != "ErrImagePull";
        memory.PulledAt ??= view.Now;
        if (!isFirst && memory.PulledAt + PullBackOff > view.Now) return memory.PulledAt + PullBackOff - view.Now;
        var (reason, message) = isFirst ? ("ErrImagePull", failure) : ("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {failure}");
        if (isFirst) Tell(pod, PodNews.Normal("Pulling", $"Pulling image \"{image}\""));
        Tell(pod, PodNews.Warning("Failed", isFirst ? $"Failed to pull image \"{image}\": {failure}" : "Error: ImagePullBackOff"));
        view.EditStatus(Name, pod, status =>
        {
            if (Json.List(status, "containerStatuses") is { Count: > 0 } entries) entries[0] = ContainerStates.Status(pod, container, ContainerStates.Waiting(reason, message), false, false, 0, null);
        });
        return isFirst ? PullBackOff : null;
    }

    private TimeSpan? Stop(ObjectKey key, JsonObject pod)
    {
        var grace = Json.Number(pod, "metadata", "deletionGracePeriodSeconds") ?? 0;
        if (grace == 0) return null;
        var asked = ClusterView.TimeAt(pod, "metadata", "deletionTimestamp") is { } end ? end.AddSeconds(-grace) : view.Now;
        var due = asked + (simulation.Delays.PodStop < TimeSpan.FromSeconds(grace) ? simulation.Delays.PodStop : TimeSpan.FromSeconds(grace));
        if (due > view.Now) return due - view.Now;
        foreach (var container in Json.Maps(pod, "spec", "containers")) Tell(pod, PodNews.Normal("Killing", $"Stopping container {Json.Text(container, "name")}"));
        view.Delete(key, graceSeconds: 0, uid: ClusterView.Uid(pod));
        return null;
    }

    private void Tell(JsonObject pod, PodNews news)
    {
        if (news.IsWarning) events.Warning(Name, pod, news.Reason, news.Message);
        else events.Normal(Name, pod, news.Reason, news.Message);
    }

    private string HostIp(JsonObject pod) =>
        view.Get(Kinds.Node, "", Json.Text(pod, "spec", "nodeName") ?? "") is { } node
        && Json.Maps(node, "status", "addresses").FirstOrDefault(address => Json.Text(address, "type") == "InternalIP") is { } found
            ? Json.Text(found, "address") ?? "" : "10.128.0.2";

    private PodMemory MemoryOf(ObjectKey key, JsonObject pod)
    {
        var uid = ClusterView.Uid(pod);
        _uids[key] = uid;
        if (!_memories.TryGetValue(uid, out var memory)) _memories[uid] = memory = new PodMemory();
        return memory;
    }

    private void Forget(ObjectKey key, string uid)
    {
        _uids.Remove(key);
        _addresses.Release(uid);
        if (_memories.Remove(uid, out var memory)) WaitFor(key, memory, []);
    }

    private void WaitFor(ObjectKey pod, PodMemory memory, IReadOnlyCollection<PodNeed> missing)
    {
        foreach (var old in memory.WaitsFor)
        {
            if (_waiting.TryGetValue(old, out var pods) && pods.Remove(pod) && pods.Count == 0) _waiting.Remove(old);
        }

        memory.WaitsFor = [.. missing.Select(need => need.Key).Distinct()];
        foreach (var need in memory.WaitsFor)
        {
            if (!_waiting.TryGetValue(need, out var pods)) _waiting[need] = pods = [];
            pods.Add(pod);
        }
    }

    private IEnumerable<ObjectKey> Waiting(ObjectChange change) =>
        _waiting.TryGetValue(change.Key, out var pods) ? [.. pods.OrderBy(pod => pod.ToString(), StringComparer.Ordinal)] : [];
}
