using FsCheck;
using FsCheck.Fluent;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>Generates YAML texts with setter comments, in many manners of writing, and knows what setting must give.</summary>
public static class YamlGenerator
{
    private static readonly string[] Words =
    [
        "a", "abc", "kubeflow", "x-y_z", "ünï", "漢字", "e\u0301", "😀", "👩‍🚀", "gs://b/p", "1", "true", "null", "1.10", "2001-01-01", "v1.2",
    ];

    private static readonly string[] Odd =
    [
        " ", ": ", " #", "'", "\"", "\\", "\t", "\n", "- ", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`", "#", "~", "${q}", "<a b", "---", "=", "<<", "\u2028", "\u0007",
    ];

    public static Arbitrary<YamlSample> Samples { get; } = Arb.From(
        from count in Gen.Choose(1, 3)
        from documents in Gen.Sized(size => Gen.ListOf(Tree(Math.Min(size, 24)), count))
        from layout in Layout
        from values in Gen.ListOf(Value, 4)
        select new YamlSample([.. documents], layout, [.. values]));

    /// <summary>What happens to texts: pieces get lost, doubled, or mixed with what YAML gives a meaning.</summary>
    public static Arbitrary<IList<Func<string, string>>> Damages { get; } = Arb.From(
        Gen.ListOf(
            from place in Gen.Choose(0, 10_000)
            from length in Gen.Choose(1, 6)
            from kind in Gen.Choose(0, 2)
            from piece in Gen.Elements([.. Odd, " # kpt-set: ${s1}\n", "\n", "\r", "\uFEFF", "? ", "!!str ", "&x ", "*x", "|\n", ">-\n", "...\n", "---\n", "\ud83d", "%YAML 1.2\n", ": |2 # kpt-set: ${s2}\n"])
            select (Func<string, string>)(text => Damaged(text, text.Length == 0 ? 0 : place * text.Length / 10_001, length, kind, piece))).Select(d => (IList<Func<string, string>>)[.. d.Take(4)]));

    private static string Damaged(string text, int at, int length, int kind, string piece)
    {
        length = Math.Min(length, text.Length - at);
        return kind switch { 0 => text.Remove(at, length), 1 => text.Insert(at, text.Substring(at, length)), _ => text.Insert(at, piece) };
    }

    private static Gen<YamlLayout> Layout =>
        from mark in Flag
        from newLine in Gen.Elements("\n", "\r\n")
        from indent in Gen.Elements(2, 4, 8)
        from listIndent in Gen.Elements(0, 2, 4)
        from blanks in Gen.Elements(" ", "\t", "    ")
        from empty in Flag
        from comments in Flag
        from final in Flag
        from header in Flag
        select new YamlLayout(mark, newLine, indent, listIndent, blanks, empty, comments, final, header);

    private static Gen<bool> Flag => Gen.Elements(true, false);

    // Any mixture of words and of what needs quoting or escaping; now and then a very long line.
    private static Gen<string> Value => Gen.Frequency((40, Mixture), (1, Gen.Elements(Words).Select(word => string.Join(' ', Enumerable.Repeat(word, 3000)))));

    private static Gen<string> Mixture =>
        from pieces in Gen.ListOf(Gen.Frequency((2, Gen.Elements(Words)), (1, Gen.Elements(Odd))), 4)
        from count in Gen.Choose(0, pieces.Count)
        select string.Concat(pieces.Take(count));

    private static Gen<string> Plain => Gen.ListOf(Gen.Elements(Words), 3).Select(string.Concat);

    private static Gen<string> Literal => Gen.Elements("", "", "p-", "-s", "gs://", ": ", "'", "é");

    private static Gen<YamlTree> Leaf =>
        from quote in Gen.Elements<char?>(null, '\'', '"')
        from plain in Plain
        from odd in Value
        from setter in Gen.Choose(-3, 3)
        from before in Literal
        from after in Literal
        let text = quote switch { '"' => odd, '\'' => plain + "'" + plain, _ => plain }
        select (YamlTree)new YamlTree.Leaf(quote, text, setter, before.TrimStart(), after.TrimEnd());

    private static Gen<YamlTree> Tree(int size) => size <= 1
        ? Branch(Leaf, 2)
        : Gen.Frequency(
            (3, Branch(Gen.Frequency((2, Leaf), (1, Tree(size / 3))), 4)),
            (1, Chain(size)));

    private static Gen<YamlTree> Branch(Gen<YamlTree> child, int most) =>
        from count in Gen.Choose(1, most)
        from children in Gen.ListOf(child, count)
        from isMap in Flag
        select isMap ? (YamlTree)new YamlTree.Map([.. children]) : new YamlTree.List([.. children]);

    // Deep nesting: one child each.
    private static Gen<YamlTree> Chain(int depth) => Enumerable.Range(0, depth * 2).Aggregate(
        Leaf, (inner, _) => inner.SelectMany(tree => Flag.Select(isMap => isMap ? (YamlTree)new YamlTree.Map([tree]) : new YamlTree.List([tree]))));
}
