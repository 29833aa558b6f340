using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>
/// Waits until objects are ready: one watch per kind and namespace, verdicts from outside. Ends as soon as waiting can no
/// longer help, and says what has settled, what is left and why.
/// </summary>
internal sealed class ReadinessWait(KubeObjects objects, Func<Resource, IReadOnlyList<Resource>, Verdict> judge, IOutput output, WaitOptions options, TimeSpan failing)
{
    /// <summary>Verdicts may depend on the clock (a Pod that cannot be scheduled for a while): looked at again even when nothing changes.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);
    private readonly TimeProvider _time = objects.Door.Time;
    private readonly Dictionary<ResourceId, Patience> _patience = [];
    private readonly HashSet<(ResourceId Id, string Next)> _advised = [];
    private long _moved;

    /// <param name="pending">What is not ready yet; ready ones are taken out of the list.</param>
    /// <returns>What did not become ready.</returns>
    public async Task<IReadOnlyList<NotReady>> RunAsync(IReadOnlyList<PendingObject> pending, CancellationToken cancellation)
    {
        if (pending.Count == 0) return [];
        var started = _time.GetTimestamp();
        var said = started;
        _moved = started;
        var left = pending.ToList();
        Remind(left, TimeSpan.Zero);
        await using var hub = new LiveHub(objects);
        Open(hub, left);
        while (true)
        {
            var version = hub.Version;
            var settled = Judge(left, hub);
            var elapsed = _time.GetElapsedTime(started);
            if (settled.Count > 0) output.Write(new OutputEvent.Line(left.Count == 0 ? Level.Info : Level.Detail, Settled(settled, left.Count, elapsed)));
            if (left.Count == 0) return [];
            Advise(left);
            if (IsHopeless(left, elapsed)) return await EndAsync(left, elapsed, cancellation);
            if (settled.Count > 0 || _time.GetElapsedTime(said) >= options.Reminder)
            {
                Remind(left, elapsed);
                said = _time.GetTimestamp();
            }

            await hub.ChangedAsync(version, Next(left, elapsed, _time.GetElapsedTime(said)), cancellation);
        }
    }

    // A kind wanted in many namespaces is watched everywhere at once.
    private static void Open(LiveHub hub, List<PendingObject> pending)
    {
        foreach (var kind in pending.GroupBy(p => p.Kind))
        {
            var everywhere = kind.Select(p => p.Id.Namespace).Distinct().Count() > 8;
            foreach (var one in kind) one.View = hub.Open(one.Kind, everywhere ? null : one.Id.Namespace);
        }
    }

    private List<string> Judge(List<PendingObject> left, LiveHub hub)
    {
        var settled = new List<string>();
        var judged = left.Where(p => p.View!.Loaded.IsCompleted).Select(p => (One: p, Verdict: VerdictOf(p, hub))).ToList();
        foreach (var (one, verdict) in judged.Where(j => j.Verdict.State is State.Ready or State.Unknown))
        {
            Take(one, verdict);
            settled.Add(one.Id.ToString());
            left.Remove(one);
            _moved = _time.GetTimestamp();
        }

        foreach (var (one, verdict) in judged.Where(j => j.Verdict.State is State.Waiting or State.Failed)) Take(one, GivenUp(one, verdict));
        return settled;
    }

    private void Take(PendingObject one, Verdict verdict)
    {
        if (verdict != one.Verdict) output.Write(new OutputEvent.Judged(one.Id.ToString(), verdict));
        if (verdict.Next != one.Verdict.Next || one.Since is null) one.Since = _time.GetTimestamp();
        one.Verdict = verdict;
    }

    private Verdict GivenUp(PendingObject one, Verdict verdict)
    {
        if (!_patience.TryGetValue(one.Id, out var patience)) _patience[one.Id] = patience = new Patience(_time, failing);
        return patience.SpentOn(verdict, _moved) is { } spent && verdict.State == State.Waiting
            ? verdict with { State = State.Failed, Because = $"{verdict.Because}; {Patience.Words(spent)}" }
            : verdict;
    }

    private Verdict VerdictOf(PendingObject one, LiveHub hub)
    {
        if (one.View!.Loaded is { IsFaulted: true, Exception: { } e }) return Verdict.Failed($"it cannot be watched: {e.InnerException!.Message}");
        if (one.View.Find(one.Id.Namespace, one.Id.Name) is { } live)
        {
            return Around.IsKnown(hub, live) ? judge(live, Around.From(hub, live)) : Verdict.Waiting("what belongs to it is being looked at");
        }

        return Verdict.Failed("it was deleted by somebody else while it was awaited", "Find out who deletes it, and run again.");
    }

    private bool IsHopeless(List<PendingObject> left, TimeSpan elapsed)
    {
        var failed = left.Exists(p => p.Verdict.State == State.Failed);
        var lost = left.Where(p => p.Verdict.State == State.Failed || elapsed >= p.Deadline).ToList();
        // Who waits for nothing but what is lost is lost with it.
        while (left.Find(p => !lost.Contains(p) && lost.Exists(l => WaitsFor(p, l))) is { } next) lost.Add(next);
        var hope = lost.Count < left.Count;
        // What has failed may still recover while others move (a database that its clients wait for), not after.
        return !hope || (failed && options.StopAtFirstFailure);
    }

    // Config Connector names what a resource refers to and is not there or not ready yet: DependencyNotReady, DependencyNotFound.
    private static bool WaitsFor(PendingObject one, PendingObject other) =>
        one.Verdict.Because.StartsWith("Dependency", StringComparison.Ordinal)
        && one.Verdict.Because.Contains(other.Id.Kind, StringComparison.Ordinal) && one.Verdict.Because.Contains(other.Id.Name, StringComparison.Ordinal);

    private TimeSpan Next(List<PendingObject> left, TimeSpan elapsed, TimeSpan sinceSaid)
    {
        var next = LookAgain;
        foreach (var until in left.Select(p => p.Deadline - elapsed).Append(options.Reminder - sinceSaid))
        {
            if (until > TimeSpan.Zero && until < next) next = until;
        }

        return next;
    }

    private static string Settled(List<string> settled, int left, TimeSpan elapsed) => $"Ready after {elapsed:m\\:ss}: {string.Join(", ", settled)}. Left: {left}.";

    // What somebody can do about an object that waits is told while there is time to do it: once, when it has waited like that for a breath.
    private void Advise(List<PendingObject> left)
    {
        var patience = options.Reminder < Breath ? options.Reminder : Breath;
        foreach (var one in left.Where(p => p.Verdict is { State: State.Waiting, Next: not null } && p.Since is { } since && _time.GetElapsedTime(since) >= patience))
        {
            if (_advised.Add((one.Id, one.Verdict.Next!))) output.Info($"{one.Id}: {Sentence.Join(one.Verdict.Because, one.Verdict.Next)}");
        }
    }

    private void Remind(List<PendingObject> left, TimeSpan elapsed) =>
        output.Write(new OutputEvent.Awaiting("objects to become ready", elapsed, left.Max(p => p.Deadline), left.Select(Line).ToList()));

    private static string Line(PendingObject one) => $"{one.Id}: {one.Verdict.Because}{Injectors(one)}";

    private static string Injectors(PendingObject one) =>
        one is { Verdict.State: State.Waiting, StartsAfter.Count: > 0 } ? $" (its Pods need {string.Join(", ", one.StartsAfter.Select(s => s.Webhook).Distinct())} to answer first)" : "";

    private async Task<IReadOnlyList<NotReady>> EndAsync(List<PendingObject> left, TimeSpan elapsed, CancellationToken cancellation)
    {
        var diagnosis = new Diagnosis(objects);
        var ended = new List<NotReady>();
        foreach (var one in left)
        {
            var evidence = await diagnosis.AskAsync(one.View!.Find(one.Id.Namespace, one.Id.Name), cancellation);
            foreach (var (origin, text) in evidence) output.Write(new OutputEvent.Foreign(origin, text));
            ended.Add(new NotReady(one.Id, one.Verdict with { Because = one.Verdict.Because + Injectors(one) }, elapsed, evidence.Select(e => $"{e.Origin}: {e.Text}").ToList()));
        }

        return ended;
    }
}
