namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Strongly connected components, after Tarjan, with a stack of its own: a chain of ten thousand objects must not overflow ours.</summary>
internal sealed class Components(Waits waits)
{
    private readonly Dictionary<Step, (int Index, int Low)> _seen = [];
    private readonly HashSet<Step> _onStack = [];
    private readonly Stack<Step> _stack = new();
    private readonly Stack<(Step Step, int Next)> _work = new();
    private readonly List<List<Step>> _found = [];

    public List<List<Step>> Find()
    {
        foreach (var step in waits.Steps)
        {
            if (!_seen.ContainsKey(step)) Walk(step);
        }

        return _found;
    }

    private void Walk(Step root)
    {
        Enter(root);
        while (_work.TryPop(out var here))
        {
            var edges = waits.Of(here.Step);
            if (here.Next < edges.Count)
            {
                _work.Push((here.Step, here.Next + 1));
                Look(here.Step, edges[here.Next].For);
            }
            else
            {
                Leave(here.Step);
            }
        }
    }

    private void Enter(Step step)
    {
        _seen[step] = (_seen.Count, _seen.Count);
        _stack.Push(step);
        _onStack.Add(step);
        _work.Push((step, 0));
    }

    private void Look(Step from, Step to)
    {
        if (!_seen.TryGetValue(to, out var there)) Enter(to);
        else if (_onStack.Contains(to)) Lower(from, there.Index);
    }

    private void Leave(Step step)
    {
        var (index, low) = _seen[step];
        if (_work.TryPeek(out var parent)) Lower(parent.Step, low);
        if (index != low) return;
        var group = new List<Step>();
        Step member;
        do
        {
            member = _stack.Pop();
            _onStack.Remove(member);
            group.Add(member);
        }
        while (member != step);
        _found.Add(group);
    }

    private void Lower(Step step, int low)
    {
        var (index, before) = _seen[step];
        if (low < before) _seen[step] = (index, low);
    }
}
