namespace LocalCloud.Kube.Apply;

/// <summary>The order of a merged list: the items that both sides have follow the applied side, the rest keep their neighbours.</summary>
internal sealed class ItemOrder(List<string> live, List<string> applied)
{
    private readonly HashSet<string> _live = new(live, StringComparer.Ordinal);
    private readonly HashSet<string> _applied = new(applied, StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>One item of the result: an item of the live list alone (by index), or an item of the applied list (by element).</summary>
    public readonly record struct Step(string Element, int Index, bool LiveOnly);

    public IEnumerable<Step> Walk()
    {
        var shared = new Queue<string>(applied.Where(_live.Contains));
        shared.TryDequeue(out var next);
        int left = 0, right = 0;
        while (left < live.Count || right < applied.Count)
        {
            if (left < live.Count && right < applied.Count)
            {
                if (live[left] == applied[right])
                {
                    yield return Take(applied[right]);
                    left++;
                    right++;
                    shared.TryDequeue(out next);
                    continue;
                }
                // Shared, but another shared item comes first: it is placed when its turn in the applied list comes.
                if (_applied.Contains(live[left]) && next is not null && next != live[left])
                {
                    left++;
                    continue;
                }
            }
            if (left < live.Count)
            {
                if (!_applied.Contains(live[left]))
                {
                    yield return new(live[left], left, LiveOnly: true);
                    left++;
                    continue;
                }
                if (_taken.Contains(live[left])) left++;
            }
            if (right >= applied.Count) continue;
            var element = applied[right++];
            yield return Take(element);
            if (element == next) shared.TryDequeue(out next);
        }
    }

    private Step Take(string element)
    {
        _taken.Add(element);
        return new(element, -1, LiveOnly: false);
    }
}
