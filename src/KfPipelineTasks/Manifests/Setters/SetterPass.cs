using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>One pass over a mapped part of a text: what to edit, what was seen, what is in the way.</summary>
internal sealed class SetterPass(YamlMap map, LineMap lines, SetterValues values, SetterRules rules, SharedTexts shared)
{
    // Lists with new items: nothing inside them is set on its own.
    private readonly List<int> _replaced = [];

    /// <summary>Sorted, not overlapping.</summary>
    public List<TextEdit> Edits { get; } = [];

    public List<SetterUse> Uses { get; } = [];

    public List<SetterFinding> Findings { get; } = [];

    /// <summary>What the edited nodes must read back as: a text, or a whole list.</summary>
    public SortedDictionary<int, Expectation> Expected { get; } = [];

    public SetterRules Rules => rules;

    public void Run()
    {
        var targets = new List<(CommentPlace Place, SetterPattern Pattern, int Node)>();
        foreach (var place in CommentPlace.In(map))
        {
            if (place.InsideText) VisitText(place);
            else if (Read(place) is { } pattern && Target(place, pattern) is { } node) targets.Add((place, pattern, node));
        }

        // Lists first, outer ones before inner ones: a list that is replaced takes the setters of its old items with it.
        foreach (var (place, pattern, node) in targets.Where(t => IsList(t.Node)).OrderBy(t => t.Node))
        {
            if (!IsReplaced(node)) SetList(place, node, pattern);
        }

        foreach (var (place, pattern, node) in targets.Where(t => !IsList(t.Node) && !IsReplaced(t.Node))) SetScalar(place, node, pattern);
        Edits.Sort((a, b) => a.Start.CompareTo(b.Start));
        Uses.Sort((a, b) => Compare(a.At, b.At));
        Findings.Sort((a, b) => Compare(a.Problem.At!, b.Problem.At!));
    }

    private SetterPattern? Read(CommentPlace place)
    {
        var comment = SetterComment.Read(map.Text[place.Start..place.End].TrimEnd(), place.OwnLine, shared);
        if (comment.Pattern is not null && !place.OwnLine && map.Text[place.Start - 1] is not (' ' or '\t'))
        {
            Find(SetterFindingKind.NearMiss, place.Start, "this is no comment, because no blank stands before its '#'.", "Write a blank before it.");
            return null;
        }

        if (comment.Wrong is not null) Find(SetterFindingKind.NearMiss, place.Start, comment.Wrong + ".", comment.Next);
        return comment.Pattern;
    }

    private int? Target(CommentPlace place, SetterPattern pattern)
    {
        var target = SetterTarget.Of(map, place);
        if (target.Wrong is not null)
            Find(SetterFindingKind.Misplaced, place.Start, $"'{SetterComment.Prefix}{Excerpt.Of(pattern.Text)}' sets nothing: {target.Wrong}.", target.Next);
        return target.Wrong is null ? target.Node : null;
    }

    private void VisitText(CommentPlace place)
    {
        var line = map.Text.AsSpan(place.Start, place.End - place.Start);
        if (!SetterComment.LooksLikeOne(line)) return;
        Find(SetterFindingKind.InsideText, place.Start + line.IndexOf(SetterComment.Prefix),
            "this setter comment is part of a string and sets nothing.", "Set the field that holds the string as a whole, or take the comment out of it.");
    }

    private void SetScalar(CommentPlace place, int index, SetterPattern pattern)
    {
        var node = map.Nodes[index];
        var hide = SecretFields.Holds(map, index);
        var type = node.IsPlain && node.Tag is null ? PlainTypes.Word(PlainTypes.Of(node.Text!)) : "string";
        var use = new SetterUse(lines.At(map.StartOf(node)), shared.Of(map.PathOf(index)), pattern) { Before = hide ? SecretFields.Mark : node.Text!, Type = type };
        var after = IsKnown(pattern, use) ? Filled(pattern, node.Text!, use) : null;
        if (after is not null && !PlainTypes.Fits(after, node.Tag) && rules.Typing == SetterTyping.KeepStrings)
        {
            Find(SetterFindingKind.BadValue, map.StartOf(node), $"{use.Path}: '{(hide ? SecretFields.Mark : Excerpt.Of(after))}' is no {node.Tag![(node.Tag!.LastIndexOf(':') + 1)..]}, which the tag of the field demands.");
            after = null;
        }

        CheckPlaceholder(use, pattern, after ?? node.Text!, after is not null);
        if (after is null || !NeedsEdit(node, after))
        {
            Uses.Add(use with { After = after is null ? null : hide ? SecretFields.Mark : after });
            return;
        }

        Edits.AddRange(ScalarEdits.For(map, index, after, rules.Typing, place));
        Expected[index] = new Expectation(after, null);
        Uses.Add(use with { After = hide ? SecretFields.Mark : after, Changes = true });
    }

    private void SetList(CommentPlace place, int index, SetterPattern pattern)
    {
        var node = map.Nodes[index];
        var hide = SecretFields.Holds(map, index);
        var use = new SetterUse(lines.At(map.StartOf(node)), shared.Of(map.PathOf(index)), pattern)
        {
            Before = hide ? SecretFields.Mark : ListEdits.SourceOf(map, index), Type = "array", IsList = true,
        };
        if (pattern.OnlyName is not { } name)
        {
            Find(SetterFindingKind.BadValue, place.Start, $"{use.Path} is a list, and '{Excerpt.Of(pattern.Text)}' cannot be the pattern of a list.",
                $"Write {SetterComment.Prefix}${{name}} alone.");
            Uses.Add(use);
            return;
        }

        if (!IsKnown(pattern, use) || !values.TryGet(name, out var value))
        {
            Uses.Add(use);
            return;
        }

        var list = ListValue.Parse(value.Text, out var wrong);
        IReadOnlyList<TextEdit>? edits = null;
        if (list is not null) edits = ListEdits.For(map, index, list, place, out wrong);
        if (list is null || edits is null)
        {
            Find(SetterFindingKind.BadValue, place.Start, $"{use.Path} is a list, and the value of setter '{name}' ({value.Origin}) {wrong}.",
                "Give a YAML list such as [a, b].");
            Uses.Add(use);
            return;
        }

        if (edits.Count > 0)
        {
            Expected[index] = new Expectation(null, list);
            _replaced.Add(index);
        }

        Edits.AddRange(edits);
        Uses.Add(use with { After = hide ? SecretFields.Mark : value.Text, Changes = edits.Count > 0 });
    }

    private bool NeedsEdit(in YamlNode node, string after) =>
        node.Text != after || (rules.Typing == SetterTyping.Kpt && node.Tag is not null);

    private bool IsKnown(SetterPattern pattern, SetterUse use)
    {
        if (pattern.Names.Any(values.Has)) return true;
        if (rules.AllowUnused) return false;
        foreach (var name in pattern.Names.Distinct(StringComparer.Ordinal))
        {
            Findings.Add(new SetterFinding(SetterFindingKind.UnknownSetter, new Problem(
                $"{use.Path}: no value was given for setter '{name}'.{Nearest.Hint(name, values.Names)}", use.At)) { Setter = name });
        }

        return false;
    }

    private string? Filled(SetterPattern pattern, string current, SetterUse use)
    {
        var after = pattern.Fill(values, current, out var missing);
        if (after is not null) return after;
        var names = string.Join(", ", missing.Select(n => $"'{n}'"));
        Findings.Add(new SetterFinding(SetterFindingKind.MissingValue, new Problem(
            $"{use.Path}: no value was given for {names}, and '{Excerpt.Of(use.Before)}' does not have the shape '{Excerpt.Of(pattern.Text)}' that would tell it.{Nearest.Hint(missing[0], values.Names.Except(pattern.Names))}",
            use.At, $"Give {string.Join(" ", missing.Select(n => $"--set {n}=..."))}.")) { Setter = missing[0] });
        return null;
    }

    private void CheckPlaceholder(SetterUse use, SetterPattern pattern, string text, bool isSet)
    {
        if (Placeholders.In(text) is not { } placeholder) return;
        // A value that is itself a placeholder is reported once, where it was given.
        if (isSet && pattern.Names.Any(n => values.TryGet(n, out var value) && Placeholders.In(value.Text) is not null)) return;
        // What is not set because nobody knows the setter was reported already.
        if (!isSet && !rules.AllowUnused) return;
        Findings.Add(new SetterFinding(SetterFindingKind.Placeholder, new Problem($"{use.Path}: the placeholder {placeholder} is left.", use.At)));
    }

    private void Find(SetterFindingKind kind, int offset, string message, string? next = null) =>
        Findings.Add(new SetterFinding(kind, new Problem(message, lines.At(offset), next)));

    private bool IsList(int node) => map.Nodes[node].Kind == NodeKind.List;

    private bool IsReplaced(int node) => _replaced.Exists(list => node > list && node < map.Nodes[list].Next);

    private static int Compare(SourcePosition a, SourcePosition b) =>
        a.Line != b.Line ? a.Line.CompareTo(b.Line) : a.Column.CompareTo(b.Column);
}
