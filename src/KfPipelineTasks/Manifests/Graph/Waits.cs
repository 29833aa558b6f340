namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Who waits for whom: a directed graph of steps.</summary>
internal sealed class Waits
{
    private readonly Dictionary<Step, List<Wait>> _of = [];

    public IEnumerable<Step> Steps => _of.Keys;

    public void Add(Step step)
    {
        if (!_of.ContainsKey(step)) _of.Add(step, []);
    }

    public void Add(Wait wait)
    {
        Add(wait.Step);
        Add(wait.For);
        if (!_of[wait.Step].Contains(wait)) _of[wait.Step].Add(wait);
    }

    public void Remove(Wait wait) => _of[wait.Step].Remove(wait);

    public IReadOnlyList<Wait> Of(Step step) => _of.TryGetValue(step, out var waits) ? waits : [];

    /// <summary>The groups of steps that wait for each other, every one for every other.</summary>
    public IReadOnlyList<IReadOnlySet<Step>> Circles() =>
        [.. new Components(this).Find().Where(group => group.Count > 1 || Of(group[0]).Any(wait => wait.For == group[0])).Select(group => group.ToHashSet())];

    /// <summary>A shortest chain of waits from one step to another inside a circle.</summary>
    public IReadOnlyList<Wait> Chain(Step from, Step to, IReadOnlySet<Step> inside)
    {
        var came = new Dictionary<Step, Wait?> { [from] = null };
        var next = new Queue<Step>([from]);
        while (next.TryDequeue(out var step))
        {
            foreach (var wait in Of(step).Where(wait => inside.Contains(wait.For) && (wait.For == to || !came.ContainsKey(wait.For))))
            {
                if (wait.For == to) return Unwind(wait, came);
                came[wait.For] = wait;
                next.Enqueue(wait.For);
            }
        }

        return [];
    }

    private static List<Wait> Unwind(Wait last, Dictionary<Step, Wait?> came)
    {
        var chain = new List<Wait> { last };
        while (came[chain[^1].Step] is { } earlier) chain.Add(earlier);
        chain.Reverse();
        return chain;
    }
}
