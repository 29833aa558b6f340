namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>Which task of a run waits for which: only the last step of each way, for an arrow beside a longer way says nothing.</summary>
internal static class TaskArrows
{
    /// <summary>Pairs of places in <paramref name="tasks"/>, in the order of the run.</summary>
    public static IEnumerable<(int From, int To)> Of(IReadOnlyList<string> tasks)
    {
        var places = tasks.Select((name, place) => (name, place)).ToDictionary(t => t.name, t => t.place, StringComparer.OrdinalIgnoreCase);
        var before = TaskCatalog.All.Where(t => places.ContainsKey(t.Name))
            .ToDictionary(t => places[t.Name], t => t.Dependencies.Where(places.ContainsKey).Select(d => places[d]).ToList());
        var all = new Dictionary<int, HashSet<int>>();
        return before.Keys.Order().SelectMany(to => before[to].Where(from => !before[to].Exists(other => Reaches(other, from, before, all))).Order().Select(from => (from, to)));
    }

    private static bool Reaches(int task, int wanted, Dictionary<int, List<int>> before, Dictionary<int, HashSet<int>> all)
    {
        return Ancestors(task).Contains(wanted);

        HashSet<int> Ancestors(int place)
        {
            if (all.TryGetValue(place, out var known)) return known;
            var found = new HashSet<int>();
            foreach (var one in before.GetValueOrDefault(place, [])) found.UnionWith(Ancestors(one).Append(one));
            return all[place] = found;
        }
    }
}
