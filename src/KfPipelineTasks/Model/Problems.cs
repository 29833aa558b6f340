namespace KfPipelineTasks.Model;

/// <summary>Collects everything that is wrong, so that a user is told all of it at once.</summary>
public sealed class Problems
{
    private readonly List<Problem> _found = [];
    private readonly HashSet<Problem> _known = [];

    public IReadOnlyList<Problem> Found => _found;

    public bool Any => _found.Count > 0;

    /// <summary>Adds a problem; one that two checks have found is told once.</summary>
    public void Add(Problem problem)
    {
        if (_known.Add(problem)) _found.Add(problem);
    }

    public void Add(string message, SourcePosition? at = null, string? next = null) => Add(new Problem(message, at, next));

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems) Add(problem);
    }

    /// <summary>Throws one exception with every problem.</summary>
    /// <param name="what">What needs attention, as a plural noun: <c>settings</c>, <c>setters</c>, <c>objects</c>.</param>
    /// <exception cref="UsageException">Something was found.</exception>
    public void ThrowIfAny(string what = "settings")
    {
        if (Any) throw new UsageException(what, _found);
    }
}
