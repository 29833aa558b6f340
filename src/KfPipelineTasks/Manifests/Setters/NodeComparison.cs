namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Compares parts of parsed texts by what they mean.</summary>
internal static class NodeComparison
{
    /// <summary>True when both lists or maps hold the same, whatever the notation. Anchors and tags never count as the same.</summary>
    public static bool SameTree(YamlMap a, int nodeA, YamlMap b, int nodeB)
    {
        var count = a.Nodes[nodeA].Next - nodeA;
        if (count != b.Nodes[nodeB].Next - nodeB) return false;
        for (var i = 1; i < count; i++)
        {
            var (x, y) = (a.Nodes[nodeA + i], b.Nodes[nodeB + i]);
            if (x.Kind != y.Kind || x.Role != y.Role || x.Parent - nodeA != y.Parent - nodeB || !SameScalar(x, y)) return false;
            if (x.Anchor is not null || x.Tag is not null || x.Kind == NodeKind.Alias) return false;
        }

        return true;
    }

    /// <summary>The type a scalar has for its reader.</summary>
    public static PlainType TypeOf(in YamlNode scalar) => scalar.IsPlain ? PlainTypes.Of(scalar.Text!) : PlainType.String;

    /// <summary>True when a scalar has this text and type; nulls are the same however they are written.</summary>
    public static bool SameScalar(in YamlNode scalar, string text, PlainType type) =>
        TypeOf(scalar) == type && (scalar.Text == text || type == PlainType.Null);

    private static bool SameScalar(in YamlNode x, in YamlNode y) => x.Kind != NodeKind.Scalar || SameScalar(x, y.Text!, TypeOf(y));
}
