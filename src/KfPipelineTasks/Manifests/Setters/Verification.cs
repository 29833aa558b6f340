namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Reads an edited text again and makes sure that it says what it said before, except where it was to change.</summary>
internal static class Verification
{
    /// <summary>The first difference that was not intended, by its place in the text before; null when there is none.</summary>
    public static (int Offset, string Message)? Difference(YamlMap before, SetterPass pass)
    {
        var edits = pass.Edits.Select(e => e with { Start = e.Start - before.Start }).ToList();
        YamlMap after;
        try
        {
            var text = TextEdit.Apply(before.Text[before.Start..before.End], edits);
            after = YamlMap.Read(text, 0, text.Length);
        }
        catch (YamlTextException broken)
        {
            return (pass.Edits[0].Start, $"with the values set, {broken.Message}");
        }

        return Walk(before, after, pass);
    }

    private static (int Offset, string Message)? Walk(YamlMap before, YamlMap after, SetterPass pass)
    {
        var place = new int[before.Nodes.Count];
        var j = 0;
        for (var i = 0; i < before.Nodes.Count;)
        {
            if (j >= after.Nodes.Count) return Changed(before, i);
            var (old, now) = (before.Nodes[i], after.Nodes[j]);
            place[i] = j;
            if (old.Kind != now.Kind || old.Role != now.Role || old.Anchor != now.Anchor) return Changed(before, i);
            if (old.Parent >= 0 && place[old.Parent] != now.Parent) return Changed(before, i);
            var wanted = pass.Expected.GetValueOrDefault(i);
            if (!(wanted is null ? IsSame(old, now) : Meets(wanted, old, now, after, j, pass.Rules.Typing))) return Changed(before, i);
            (i, j) = wanted?.List is null ? (i + 1, j + 1) : (old.Next, now.Next);
        }

        return j == after.Nodes.Count ? null : Changed(before, before.Nodes.Count - 1);
    }

    private static bool IsSame(in YamlNode old, in YamlNode now) =>
        old.Text == now.Text && old.Style == now.Style && old.IsFlow == now.IsFlow && old.Tag == now.Tag;

    private static bool Meets(Expectation wanted, in YamlNode old, in YamlNode now, YamlMap after, int index, SetterTyping typing)
    {
        if (wanted.List is { } list) return old.Tag == now.Tag && NodeComparison.SameTree(after, index, list.Map, list.Node);
        if (now.Text != wanted.Text || now.Tag != (typing == SetterTyping.Kpt ? null : old.Tag)) return false;
        var wasString = NodeComparison.TypeOf(old) == PlainType.String && old.Tag is null;
        return typing == SetterTyping.Kpt || !wasString || NodeComparison.TypeOf(now) == PlainType.String;
    }

    private static (int Offset, string Message) Changed(YamlMap before, int node) =>
        (before.StartOf(before.Nodes[node]), $"setting the values would also change '{before.PathOf(node)}'.");
}
