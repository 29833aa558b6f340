using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>What has to be known about a kind to predict how the API server treats an object of it.</summary>
/// <param name="Plural">Name of the resource in paths and webhook rules: <c>deployments</c>.</param>
/// <param name="Namespaced">Whether objects live in namespaces; null when nobody has said.</param>
/// <param name="Versions">Group and version pairs under which the same objects are served; the equivalents of <c>matchPolicy: Equivalent</c>.</param>
/// <param name="Definition">The CRD that brings the kind; null for built-in and unknown kinds.</param>
/// <param name="IsBuiltIn">The API server brings the kind itself.</param>
internal sealed record KindInfo(string Plural, bool? Namespaced, IReadOnlyList<(string Group, string Version)> Versions, Resource? Definition, bool IsBuiltIn)
{
    /// <summary>The kind is served in this version, as far as can be told.</summary>
    public bool Serves(string group, string version) => Versions.Count == 0 || Versions.Contains((group, version));
}
