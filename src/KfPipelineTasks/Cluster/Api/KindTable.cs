using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>The kinds a server has, at one moment.</summary>
public sealed class KindTable
{
    private readonly Dictionary<(string Group, string Kind), List<ApiKind>> _kinds = [];

    internal KindTable(IEnumerable<ApiKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (!_kinds.TryGetValue((kind.Group, kind.Kind), out var versions)) _kinds[(kind.Group, kind.Kind)] = versions = [];
            versions.Add(kind);
        }
    }

    /// <summary>Every kind in every version, the preferred version of a group first.</summary>
    public IEnumerable<ApiKind> All => _kinds.Values.SelectMany(v => v);

    /// <summary>The kind in exactly this version.</summary>
    public ApiKind? Find(string group, string version, string kind) =>
        _kinds.GetValueOrDefault((group, kind))?.Find(k => k.Version == version);

    /// <summary>The kind in the version the server prefers.</summary>
    public ApiKind? Find(string group, string kind) => _kinds.GetValueOrDefault((group, kind))?[0];

    /// <summary>What a user probably meant: another version of the kind, or kinds with a similar name.</summary>
    public string Suggestion(string group, string version, string kind)
    {
        if (RetiredApis.Find(group, version, kind) is { } retired) return $"Kubernetes has no {retired.ApiVersion} since {retired.Gone}. {retired.Next}";
        if (_kinds.TryGetValue((group, kind), out var versions))
            return $"The server has it as {string.Join(", ", versions.Select(v => v.ApiVersion))}, not {version}.";
        var elsewhere = _kinds.Keys.Where(k => k.Kind == kind).Select(k => _kinds[k][0].ApiVersion).ToList();
        if (elsewhere.Count > 0) return $"The server has {kind} in {string.Join(", ", elsewhere)}.";
        var sameGroup = _kinds.Keys.Where(k => k.Group == group).Select(k => k.Kind).ToList();
        var hint = Nearest.Hint(kind, sameGroup.Count > 0 ? sameGroup : _kinds.Keys.Select(k => k.Kind)).TrimStart();
        return hint.Length > 0 ? hint : "Install its CustomResourceDefinition, or add it to the set.";
    }
}
