namespace KfPipelineTasks.Readiness;

/// <summary>Why one container of a Pod does not do its work.</summary>
/// <param name="Pod">Name of the Pod.</param>
/// <param name="Container">Name of the container; empty when the Pod as a whole has the trouble (it cannot be scheduled).</param>
/// <param name="Reason">The word for it: <c>CrashLoopBackOff</c>, <c>ImagePullBackOff</c>, <c>Unschedulable</c>, <c>OOMKilled</c>.</param>
/// <param name="Message">What the kubelet or the scheduler says; may be empty.</param>
/// <param name="ExitCode">Exit code of the last run, when there was one.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="IsLasting">Waiting does not help: the image cannot be had, the configuration is not there, it crashes again and again.</param>
/// <param name="HasEarlierRun">The logs of the run before can be read (<c>kubectl logs --previous</c>).</param>
public sealed record ContainerTrouble(string Pod, string Container, string Reason, string Message, int? ExitCode, int Restarts, bool IsLasting, bool HasEarlierRun)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The pause until the kubelet tries again: it doubles from ten seconds to five minutes (KubeletCrashLoopBackOff).
    /// <see cref="Timeout.InfiniteTimeSpan"/> while a container that crashed before runs again; null for a Pod that only waits for a Node.
    /// </summary>
    public TimeSpan? RetriedAfter =>
        Container.Length == 0 ? null
        : !IsLasting ? HasEarlierRun ? Timeout.InfiniteTimeSpan : null
        : !HasEarlierRun || Restarts == 0 ? FirstBackOff
        : Restarts > 5 ? LongestBackOff
        : FirstBackOff * Math.Pow(2, Restarts - 1);

    /// <summary>The command that tells more: the logs of the run that ended, or what the cluster says about the Pod.</summary>
    public string LookFurther(string? ns) => HasEarlierRun && Container.Length > 0
        ? $"kubectl logs {Pod} -c {Container} --previous -n {ns}"
        : $"kubectl describe pod {Pod} -n {ns}";

    public override string ToString()
    {
        var text = Container.Length == 0 ? $"Pod {Pod}: {Reason}" : $"Pod {Pod}, container {Container}: {Reason}";
        if (ExitCode is { } code) text += $" (exit code {code})";
        if (Restarts > 0) text += Restarts == 1 ? ", started again once" : $", started again {Restarts} times";
        return Message.Length == 0 ? text : $"{text}: {Message}";
    }
}
