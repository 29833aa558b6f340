using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Pods;

/// <summary>What decides how a container runs.</summary>
/// <param name="Pod">Its Pod.</param>
/// <param name="Container">Its entry in the spec.</param>
/// <param name="IsMain">The first container of the Pod: the one that misbehaves when the Pod is told to.</param>
/// <param name="Behaviour">How the Pod is told to behave.</param>
/// <param name="Obstacle">Why it cannot be configured, or null.</param>
internal sealed record ContainerSetting(
    JsonObject Pod, JsonObject Container, bool IsMain, Behaviour Behaviour, string? Obstacle, ClusterDelays Delays, DateTimeOffset Now)
{
    public string Name => Json.Text(Container, "name") ?? "";

    public string RestartPolicy => Json.Text(Pod, "spec", "restartPolicy") ?? "Always";

    /// <summary>Meant to run to its end, as in a Job.</summary>
    public bool Ends => RestartPolicy != "Always" && !IsNeverReady;

    public bool IsNeverReady => IsMain && Behaviour.Kind == BehaviourKind.NeverReady;

    public TimeSpan ReadyDelay => IsMain && Behaviour.Kind == BehaviourKind.Slow ? Behaviour.Delay
        : Json.Map(Container, "readinessProbe") is null ? TimeSpan.Zero
        : Delays.PodReady;

    public TimeSpan RunTime => IsMain && Behaviour.Kind == BehaviourKind.Slow ? Behaviour.Delay : Delays.JobRun;

    /// <summary>Whether this run will end with an error.</summary>
    public bool Crashes(long restarts) =>
        IsMain && Behaviour.Kind == BehaviourKind.CrashLoop && (Behaviour.Times is not { } times || restarts < times);
}
