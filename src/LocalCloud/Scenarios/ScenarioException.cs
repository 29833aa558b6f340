namespace LocalCloud.Scenarios;

/// <summary>A scenario or a fault file that cannot be used: every problem, each with its place.</summary>
public sealed class ScenarioException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One line per problem: <c>file(line,column): what is wrong and what would be right</c>.</summary>
    public IReadOnlyList<string> Problems => problems;
}
