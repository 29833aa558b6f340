using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The order an author asked for: <c>group/namespaces/namespace/Kind/name</c> or <c>group/Kind/name</c>, separated by commas (the form of cli-utils).</summary>
internal static class DependsOn
{
    public const string Annotation = "config.kubernetes.io/depends-on";

    /// <summary>The entries; one that names no object has a null object.</summary>
    public static IEnumerable<(string Text, ResourceId? Object)> Parse(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(entry => (entry, Object(entry)));

    private static ResourceId? Object(string entry) => entry.Split('/') switch
    {
        [var group, "namespaces", var ns, var kind, var name] when ns.Length > 0 && kind.Length > 0 && name.Length > 0 => new ResourceId(group, "", kind, ns, name),
        [var group, var kind, var name] when kind.Length > 0 && name.Length > 0 => new ResourceId(group, "", kind, null, name),
        _ => null,
    };
}
