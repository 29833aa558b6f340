namespace KfPipelineTasks.Tests.Setters;

/// <summary>What a generated document holds.</summary>
public abstract record YamlTree
{
    /// <param name="Quote">None, <c>'</c> or <c>"</c>.</param>
    /// <param name="Text">The text now.</param>
    /// <param name="Setter">Index of the setter in its comment; -1 for a scalar without one.</param>
    /// <param name="Before">Literal text before the setter in the pattern.</param>
    /// <param name="After">Literal text behind it.</param>
    public sealed record Leaf(char? Quote, string Text, int Setter, string Before, string After) : YamlTree;

    public sealed record Map(IReadOnlyList<YamlTree> Values) : YamlTree;

    public sealed record List(IReadOnlyList<YamlTree> Items) : YamlTree;
}
