using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>
/// Opens circles. A webhook whose own backend it would intercept can only come up when the backend is there first: what the
/// backend is made of goes before the webhook's configuration, and is then not intercepted. Where the configuration is in the
/// cluster already, or the circle has no webhook in it, no order helps, and that is told.
/// </summary>
internal sealed class CircleBreaker(SetView view, WaitsBuilder built, Waits waits, Problems problems)
{
    private readonly List<string> _notes = [];

    /// <summary>What was broken, in words.</summary>
    public IReadOnlyList<string> Break()
    {
        while (waits.Circles() is { Count: > 0 } circles)
        {
            foreach (var circle in circles) Open(circle);
        }

        return _notes;
    }

    private void Open(IReadOnlySet<Step> circle)
    {
        var candidates = circle.SelectMany(waits.Of).Where(wait => circle.Contains(wait.For) && CanGoFirst(wait))
            .Select(wait => (Wait: wait, Chain: waits.Chain(wait.For, wait.Step, circle)))
            .OrderBy(entry => entry.Chain.Count).ThenBy(entry => entry.Wait.For.ToString(), StringComparer.Ordinal).ThenBy(entry => entry.Wait.Step.ToString(), StringComparer.Ordinal).ToList();
        if (candidates.Count == 0)
        {
            Tell(circle);
            return;
        }

        var first = candidates[0];
        foreach (var (wait, chain) in candidates.Where(entry => entry.Chain.Count == first.Chain.Count && entry.Wait.For == first.Wait.For)) GoFirst(wait, chain);
    }

    private bool CanGoFirst(Wait wait) =>
        wait.For is Step.Answers && built.Gates.TryGetValue(wait.For, out var webhook) && !webhook.IsConversion
        && view.Find(webhook.Configuration.Id) is not null && !view.IsLive(webhook.Configuration.Id);

    private void GoFirst(Wait wait, IReadOnlyList<Wait> chain)
    {
        var webhook = built.Gates[wait.For];
        waits.Remove(wait);
        var (id, untilReady) = wait.Step switch
        {
            Step.Started started => (started.Workload, true),
            Step.Served served => (served.Definition, true),
            _ => (((Step.Sent)wait.Step).Object, false),
        };
        var because = $"webhook {webhook.Name} and {wait.Step} would wait for each other";
        waits.Add(new Wait(new Step.Sent(webhook.Configuration.Id), wait.Step, because, new Need.ObjectThere(id, untilReady, because)));
        var note = $"{wait.Step} go{(wait.Step is Step.Started ? "" : "es")} before {webhook.Configuration.Id}: otherwise {Words([wait, .. chain])}.";
        if (wait.Step is Step.Started) note += " Should all of them be lost later, new ones are refused: exempt them by a label the webhook's selector leaves out.";
        _notes.Add(note);
    }

    private void Tell(IReadOnlySet<Step> circle)
    {
        var start = circle.OrderBy(step => step.ToString(), StringComparer.Ordinal).First();
        var chain = waits.Chain(start, start, circle);
        var standing = circle.Where(built.Gates.ContainsKey).Select(step => built.Gates[step].Configuration.Id).Where(view.IsLive).Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal).FirstOrDefault();
        var at = circle.OfType<Step.Sent>().Select(sent => view.Find(sent.Object)?.Source).FirstOrDefault(source => source is not null);
        problems.Add(
            $"No order helps: {Words(chain)}.",
            at,
            standing is null ? "Take one of these dependencies away." : $"Remove the webhook for the time being: kubectl delete {view.Kinds.Of(standing).Plural} {standing.Name}");
        // Told once; without this wait the rest can still be put in order, for the plan to show.
        waits.Remove(chain[^1]);
    }

    private static string Words(IEnumerable<Wait> chain) => string.Join("; ", chain.Select(wait => $"{wait.Step} wait{(wait.Step is Step.Sent or Step.Served or Step.Issued ? "s" : "")} for {wait.For} because {wait.Because}"));
}
