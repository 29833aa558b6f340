namespace KfPipelineTasks.Model;

/// <summary>Collects everything that is wrong, so that a user is told all of it at once.</summary>
public sealed class Problems
{
    private readonly List<Problem> _found = [];

    public IReadOnlyList<Problem> Found => _found;

    public bool Any => _found.Count > 0;

    public void Add(Problem problem) => _found.Add(problem);

    public void Add(string message, SourcePosition? at = null, string? next = null) => _found.Add(new Problem(message, at, next));

    public void AddRange(IEnumerable<Problem> problems) => _found.AddRange(problems);

    /// <summary>Throws one exception with every problem.</summary>
    /// <param name="what">What needs attention, as a plural noun: <c>settings</c>, <c>setters</c>, <c>objects</c>.</param>
    /// <exception cref="UsageException">Something was found.</exception>
    public void ThrowIfAny(string what = "settings")
    {
        if (Any) throw new UsageException(what, _found);
    }
}
