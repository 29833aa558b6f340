namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Knows which fields of a manifest nobody should see in a plan.</summary>
internal static class SecretFields
{
    /// <summary>Shown in place of what is hidden.</summary>
    public const string Mark = "***";

    /// <summary>True for values below <c>data</c> and <c>stringData</c> of a Secret, and for the literals of a kustomize secretGenerator.</summary>
    public static bool Holds(YamlMap map, int node)
    {
        for (var here = node; map.Nodes[here].Parent >= 0; here = map.Nodes[here].Parent)
        {
            if (map.Nodes[here].Role != NodeRole.Value) continue;
            var key = map.Nodes[map.Nodes[here].Place].Text;
            if (key is "secretGenerator") return true;
            if (key is "data" or "stringData" && map.TextOf(map.Nodes[here].Parent, "kind") == "Secret") return true;
        }

        return false;
    }
}
