using System.Text;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// Paths as the API server writes them in conflicts (<c>.spec.containers[name="a"].image</c>, <c>.metadata.labels.app.kubernetes.io/name</c>)
/// and the patterns users allow them by (<c>spec.replicas</c>, <c>webhooks[*].clientConfig.caBundle</c>).
/// </summary>
internal static class FieldPath
{
    /// <summary>The steps of a path.</summary>
    public static IReadOnlyList<FieldStep> Parse(string path)
    {
        var steps = new List<FieldStep>();
        for (var at = 0; at < path.Length;)
        {
            if (path[at] == '[')
            {
                var end = ClosingBracket(path, at);
                steps.Add(new FieldStep(null, path[(at + 1)..end]));
                at = end + 1;
                continue;
            }

            if (path[at] == '.') at++;
            var name = new StringBuilder();
            // Keys of maps are not quoted: everything below labels and annotations is one name.
            var wholeRest = steps is [.., { Name: "labels" or "annotations" or "matchLabels" or "nodeSelector" or "data" }];
            while (at < path.Length && (wholeRest || path[at] is not ('.' or '['))) name.Append(path[at++]);
            if (name.Length > 0) steps.Add(new FieldStep(name.ToString(), null));
        }

        return steps;
    }

    /// <summary>True when a user's pattern covers the path: equal, or a part of it, with <c>*</c> for any name or item.</summary>
    public static bool Covers(string pattern, string path)
    {
        var wanted = Parse(pattern.Replace("[*]", "[]", StringComparison.Ordinal));
        var actual = Parse(path);
        if (wanted.Count > actual.Count) return false;
        return wanted.Zip(actual).All(p => p.First.Name == "*" || (p.First.Name is { } name ? name == p.Second.Name : p.Second.Key is not null && (p.First.Key!.Length == 0 || p.First.Key == p.Second.Key || Bare(p.First.Key) == Bare(p.Second.Key))));
    }

    private static string Bare(string key) => key.Replace("\"", "", StringComparison.Ordinal);

    private static int ClosingBracket(string path, int open)
    {
        var quoted = false;
        for (var i = open + 1; i < path.Length; i++)
        {
            if (path[i] == '"' && path[i - 1] != '\\') quoted = !quoted;
            if (path[i] == ']' && !quoted) return i;
        }

        return path.Length - 1;
    }
}
