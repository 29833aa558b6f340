using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>What the cluster itself says about an object that is not ready: events, the reasons of its containers, the last lines they wrote.</summary>
internal sealed class Diagnosis(KubeObjects objects)
{
    private const int MostPods = 3;
    private const int LogLines = 20;
    private const int MostEvents = 5;
    private static readonly ApiKind Pods = new("", "v1", "Pod", "pods", true, true, ["get", "list"]);
    private static readonly ApiKind Events = new("", "v1", "Event", "events", true, false, ["list"]);

    /// <summary>Pairs of origin and text. Nothing that goes wrong here hides the failure itself: it is part of the answer.</summary>
    public async Task<IReadOnlyList<(string Origin, string Text)>> AskAsync(Resource? live, CancellationToken cancellation)
    {
        var said = new List<(string, string)>();
        if (live?.Id.Namespace is not { } ns) return said;
        try
        {
            await AddEventsAsync(said, live, cancellation);
            foreach (var pod in (await PodsAsync(live, ns, cancellation)).Take(MostPods))
            {
                AddContainers(said, pod);
                await AddEventsAsync(said, pod, cancellation);
                await AddLogsAsync(said, pod, cancellation);
            }
        }
        catch (KubeError e)
        {
            said.Add((live.Id.ToString(), $"could not be asked for more: {e.Said}"));
        }

        return said;
    }

    private async Task<IEnumerable<Resource>> PodsAsync(Resource live, string ns, CancellationToken cancellation)
    {
        if (live.Id is { Kind: "Pod", Group: "" }) return [live];
        if (live.Id.Group is not ("apps" or "batch") || live.At("spec", "selector") is not { } selector) return [];
        var labels = selector.Properties("matchLabels").Select(l => $"{l.Name}={l.Value}").ToList();
        if (labels.Count == 0) return [];
        var found = await objects.ListAsync(Pods, ns, new ListQuery { LabelSelector = string.Join(',', labels) }, cancellation);
        return found.Items.Where(p => !IsReady(p)).OrderBy(p => p.Id.Name, StringComparer.Ordinal);
    }

    private static bool IsReady(Resource pod) =>
        pod.Text("status", "phase") == "Succeeded" || pod.Body.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    private static void AddContainers(List<(string, string)> said, Resource pod)
    {
        foreach (var status in Containers(pod))
        {
            var reason = Reason(status, "state", "waiting") ?? Reason(status, "state", "terminated");
            var last = Reason(status, "lastState", "terminated");
            if (reason is not null || last is not null)
                said.Add(($"Pod {pod.Id.Namespace}/{pod.Id.Name}", $"container {status.Text("name")}: {reason ?? "running"}{(last is null ? "" : $"; before that {last}")}{Restarts(status)}"));
        }

        foreach (var condition in pod.Body.Items("status", "conditions").Where(c => c.Text("status") == "False" && c.Text("type") == "PodScheduled"))
            said.Add(($"Pod {pod.Id.Namespace}/{pod.Id.Name}", $"not scheduled: {condition.Text("message") ?? condition.Text("reason")}"));
    }

    private static IEnumerable<JsonElement> Containers(Resource pod) =>
        pod.Body.Items("status", "initContainerStatuses").Concat(pod.Body.Items("status", "containerStatuses")).Where(c => !c.Flag("ready") && c.Text("state", "terminated", "reason") != "Completed");

    private static string? Reason(JsonElement status, string state, string which)
    {
        if (status.At(state, which) is not { } found) return null;
        var code = found.Number("exitCode") is { } exit ? $" (exit code {exit})" : "";
        return $"{found.Text("reason") ?? which}{code}{(found.Text("message") is { } message ? $": {message}" : "")}";
    }

    private static string Restarts(JsonElement status) => status.Number("restartCount") is > 0 and var count ? $", {count} restarts" : "";

    private async Task AddEventsAsync(List<(string, string)> said, Resource about, CancellationToken cancellation)
    {
        var selector = $"involvedObject.name={about.Id.Name},involvedObject.kind={about.Id.Kind}";
        var events = await objects.ListAsync(Events, about.Id.Namespace, new ListQuery { FieldSelector = selector }, cancellation);
        var warnings = events.Items.Where(e => e.Text("type") == "Warning" && e.Text("involvedObject", "name") == about.Id.Name)
            .OrderBy(e => e.Text("lastTimestamp") ?? e.Text("eventTime") ?? e.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).TakeLast(MostEvents);
        said.AddRange(warnings.Select(e => ($"events of {about.Id}", $"{e.Text("reason")}: {e.Text("message")}{(e.Number("count") is > 1 and var count ? $" ({count} times)" : "")}")));
    }

    private async Task AddLogsAsync(List<(string, string)> said, Resource pod, CancellationToken cancellation)
    {
        foreach (var status in Containers(pod).Take(2))
        {
            // A container that waits to be started again has written its last words before.
            var previous = status.At("state", "waiting") is not null && status.Number("restartCount") is > 0;
            if (!previous && status.At("state", "waiting") is not null) continue;
            try
            {
                var log = await objects.LogAsync(pod.Id.Namespace!, pod.Id.Name, status.Text("name")!, LogLines, previous, cancellation);
                if (log.Trim().Length > 0) said.Add(($"log of Pod {pod.Id.Namespace}/{pod.Id.Name}, container {status.Text("name")}", log.TrimEnd()));
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.NotFound or KubeErrorKind.Invalid or KubeErrorKind.Other)
            {
                said.Add(($"log of Pod {pod.Id.Namespace}/{pod.Id.Name}", $"not there: {e.Said}"));
            }
        }
    }
}
