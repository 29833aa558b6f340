using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// The values that Kptfiles themselves declare: <c>pipeline.mutators</c> that run apply-setters, with <c>configMap</c> or
/// <c>configPath</c>. As with <c>kpt fn render</c>, a later mutator counts more than an earlier one, and a package counts more
/// than the sub-packages in it, because its mutators run after theirs.
/// </summary>
public static class KptfileScopes
{
    /// <summary>One scope per package that declares setters, and one for the rest of <paramref name="root"/> when only sub-packages do.</summary>
    /// <param name="root">Folder of the package.</param>
    /// <param name="problems">Takes what is wrong in a Kptfile.</param>
    /// <returns>Empty when no Kptfile declares setters.</returns>
    public static IReadOnlyList<SetterScope> Read(string root, Problems problems)
    {
        if (!Directory.Exists(root)) return [];
        var scopes = new List<SetterScope>();
        var kptfiles = PackageWalker.Walk(root, RealPath.Of(root)).Files.Where(f => f.HiddenBy is null && Path.GetFileName(f.Shown) == "Kptfile");
        // Names sort a package before its sub-packages.
        foreach (var file in kptfiles.OrderBy(f => f.Shown.Length))
        {
            var folder = Path.GetDirectoryName(file.Shown)!;
            var own = Values(file, folder, problems);
            var above = scopes.Where(s => IsAbove(s.Paths[0], folder)).OrderBy(s => s.Paths[0].Length).LastOrDefault();
            if (own.Count > 0) scopes.Add(new SetterScope(folder, [folder], above is null ? own : own.With(above.Values)));
        }

        if (scopes.Count > 0 && !scopes.Exists(s => Path.TrimEndingDirectorySeparator(s.Paths[0]) == Path.TrimEndingDirectorySeparator(root)))
            scopes.Insert(0, new SetterScope(root, [root], SetterValues.None));
        return scopes;
    }

    private static bool IsAbove(string folder, string other) => other.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static SetterValues Values(PackageFile file, string folder, Problems problems)
    {
        var (text, _, finding) = YamlFileText.Read(file.Path, file.Shown);
        if (finding is not null) problems.Add(finding.Problem);
        if (text is null) return SetterValues.None;
        var lines = new LineMap(text, file.Shown);
        try
        {
            var map = YamlMap.Read(text);
            return Mutators(map).Aggregate(SetterValues.None, (values, mutator) => values.With(Config(map, mutator, lines, folder, problems)));
        }
        catch (YamlTextException broken)
        {
            problems.Add($"The Kptfile cannot be read: {broken.Message}", lines.At(broken.Offset));
            return SetterValues.None;
        }
    }

    private static IEnumerable<int> Mutators(YamlMap map) =>
        from document in map.Documents()
        where map.Nodes[document + 1].Kind == NodeKind.Map
        let pipeline = Value(map, document + 1, "pipeline")
        where pipeline >= 0 && map.Nodes[pipeline].Kind == NodeKind.Map
        let mutators = Value(map, pipeline, "mutators")
        where mutators >= 0 && map.Nodes[mutators].Kind == NodeKind.List
        from mutator in map.Children(mutators)
        where map.Nodes[mutator].Kind == NodeKind.Map
            && (map.TextOf(mutator, "image") ?? map.TextOf(mutator, "exec") ?? "").Contains("apply-setters", StringComparison.Ordinal)
        select mutator;

    private static SetterValues Config(YamlMap map, int mutator, LineMap lines, string folder, Problems problems)
    {
        var at = lines.At(map.StartOf(map.Nodes[mutator]));
        foreach (var selecting in new[] { "selectors", "exclude" }.Where(word => Value(map, mutator, word) >= 0))
            problems.Add($"This mutator has '{selecting}', which cannot be followed here.", at, "Run apply-setters on the whole package.");
        if (Value(map, mutator, "configMap") is var config and >= 0)
        {
            if (map.Nodes[config].Kind == NodeKind.Map)
                return SetterValuesReader.Entries(map, config, lines, at.File, problems, takesLists: false);
            problems.Add("The configMap of this mutator is no map of name to value.", at);
        }

        return map.TextOf(mutator, "configPath") is { } path ? FromPath(path, folder, at, problems) : SetterValues.None;
    }

    private static SetterValues FromPath(string path, string folder, SourcePosition at, Problems problems)
    {
        var shown = Path.Combine(folder, path);
        if (Path.IsPathRooted(path) || !File.Exists(shown) || !RealPath.IsWithin(RealPath.Of(shown), RealPath.Of(folder)))
        {
            problems.Add($"The configPath '{path}' names no file of this package.", at);
            return SetterValues.None;
        }

        return SetterValuesReader.ReadFile(shown, problems);
    }

    private static int Value(YamlMap map, int node, string name) =>
        map.Entries(node).Where(e => map.Nodes[e.Key].Text == name).Select(e => e.Value).FirstOrDefault(-1);
}
