namespace Cake.Frosting.Tests.Support;

/// <summary>What happened in a run, in order. Tasks and lifetimes of the tests take it as a constructor argument.</summary>
internal sealed class Journal
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Note(string line) => _lines.Add(line);
}
