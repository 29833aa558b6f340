using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// Reads values out of YAML: a ConfigMap, of which <c>data</c> counts, or a plain map of name to value. Numbers and booleans
/// are taken as they are written. A plain map may give a list as a list; a ConfigMap gives it as text.
/// </summary>
public static class SetterValuesReader
{
    /// <summary>Reads a file from the disk.</summary>
    /// <param name="path">As the user typed it: names the file in messages.</param>
    /// <param name="problems">Takes everything that is wrong: no such file, too large, no UTF-8, no values.</param>
    public static SetterValues ReadFile(string path, Problems problems)
    {
        try
        {
            var (text, _, finding) = YamlFileText.Read(path, path);
            if (text is not null) return Read(text, path, problems);
            problems.Add(finding?.Problem ?? new Problem("The text is no valid UTF-8.", new SourcePosition(path), "Save the file as UTF-8."));
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            problems.Add($"Setter values cannot be read: {denied.Message}", new SourcePosition(path));
        }

        return SetterValues.None;
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Its name, for messages and as the origin of the values.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    public static SetterValues Read(string text, string file, Problems problems)
    {
        var lines = new LineMap(text, file);
        try
        {
            var map = YamlMap.Read(text);
            var documents = map.Documents().Where(d => map.Nodes[d + 1].FirstToken >= 0).ToList();
            if (documents.Count != 1)
                problems.Add($"Setter values are one YAML document; this file holds {documents.Count}.", new SourcePosition(file));
            else if (map.Nodes[documents[0] + 1].Kind != NodeKind.Map)
                problems.Add("Setter values are a map of name to value, or a ConfigMap.", lines.At(map.StartOf(map.Nodes[documents[0] + 1])));
            else
                return Values(map, documents[0] + 1, lines, file, problems);
        }
        catch (YamlTextException broken)
        {
            problems.Add($"Setter values cannot be read: {broken.Message}", lines.At(broken.Offset));
        }

        return SetterValues.None;
    }

    private static SetterValues Values(YamlMap map, int root, LineMap lines, string file, Problems problems)
    {
        if (map.TextOf(root, "apiVersion") is null || map.TextOf(root, "kind") is not { } kind)
            return Entries(map, root, lines, file, problems, takesLists: true);
        if (kind != "ConfigMap")
        {
            problems.Add($"Setter values come from a ConfigMap, and this is a {kind}.", lines.At(map.StartOf(map.Nodes[root])),
                "Give a ConfigMap with the values in 'data', or a plain map of name to value.");
            return SetterValues.None;
        }

        var data = map.Entries(root).Where(e => map.Nodes[e.Key].Text == "data").Select(e => e.Value).FirstOrDefault(-1);
        if (data >= 0 && map.Nodes[data].Kind == NodeKind.Map) return Entries(map, data, lines, file, problems, takesLists: false);
        problems.Add("The ConfigMap has no 'data' with setter values.", lines.At(map.StartOf(map.Nodes[root])));
        return SetterValues.None;
    }

    /// <summary>Reads the entries of a map that is already parsed.</summary>
    internal static SetterValues Entries(YamlMap map, int node, LineMap lines, string file, Problems problems, bool takesLists)
    {
        var found = new Dictionary<string, SetterValue>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Entries(node))
        {
            var at = lines.At(map.StartOf(map.Nodes[key]));
            var name = map.Nodes[key].Kind == NodeKind.Scalar ? map.Nodes[key].Text! : "";
            if (SetterPattern.NameProblem(name) is { } wrong) problems.Add($"This cannot be the name of a setter: {wrong}.", at);
            else if (TextOf(map, value, takesLists) is not { } text) problems.Add($"Setter '{name}' {Unfit(map.Nodes[value], takesLists)}.", at);
            else if (!found.TryAdd(name, new SetterValue(name, text, file, at))) problems.Add($"Setter '{name}' is given twice.", at, $"The first one stands at {found[name].At}.");
        }

        return new SetterValues(found.Values);
    }

    private static string? TextOf(YamlMap map, int value, bool takesLists) => map.Nodes[value] switch
    {
        { Kind: NodeKind.Scalar } scalar when NodeComparison.TypeOf(scalar) != PlainType.Null => scalar.Text,
        { Kind: NodeKind.List } when takesLists => ListText(map, value),
        _ => null,
    };

    // The first line of the cut starts at the dash, the others at their own indentation: line them up.
    private static string ListText(YamlMap map, int value)
    {
        var column = BlockScalarEdits.Column(map, map.Nodes[value].FirstToken);
        return (map.Nodes[value].IsFlow ? "" : new string(' ', column)) + ListEdits.SourceOf(map, value);
    }

    private static string Unfit(in YamlNode value, bool takesLists) => value.Kind switch
    {
        NodeKind.Scalar => "has no value: write \"\" for an empty text",
        NodeKind.List => "is a list; a ConfigMap gives a list as text, such as \"[a, b]\" or a block that starts with '|'",
        NodeKind.Alias => "is an alias; write the value out",
        _ => takesLists ? "is a map; a value is a text, a number, a boolean or a list" : "is a map; a value is a text",
    };
}
