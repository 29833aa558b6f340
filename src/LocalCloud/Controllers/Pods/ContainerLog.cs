using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Pods;

/// <summary>What a container wrote: a few lines that fit what it did.</summary>
internal static class ContainerLog
{
    /// <summary>The annotation with the text that a Pod's containers write.</summary>
    public const string Annotation = "localcloud.dev/log";

    /// <param name="entry">The container's entry in the status.</param>
    /// <returns>Null when it has not run (yet).</returns>
    public static string? Of(JsonObject pod, JsonObject entry, Behaviour behaviour)
    {
        var running = Json.Map(entry, "state", "running");
        var ended = Json.Map(entry, "state", "terminated") ?? Json.Map(entry, "lastState", "terminated");
        if ((running ?? ended) is not { } run) return null;
        var started = Json.Text(run, "startedAt");
        var lines = new StringBuilder();
        lines.Append(started).Append(" starting ").Append(Json.Text(entry, "image")).Append('\n');
        if (ClusterView.Annotation(pod, Annotation) is { } text) lines.Append(text.TrimEnd('\n')).Append('\n');
        if (running is null) lines.Append(Json.Text(run, "finishedAt")).Append(Json.Number(run, "exitCode") == 0 ? " done\n" : " fatal: cannot go on (this container is told to crash)\n");
        else if (Json.Flag(entry, "ready") is true) lines.Append(started).Append(" ready to serve\n");
        else if (behaviour.Kind == BehaviourKind.NeverReady) lines.Append(started).Append(" not ready: a dependency does not answer\n");
        return lines.ToString();
    }
}
