using System.Collections.Immutable;

namespace LocalCloud.Kube.Api;

/// <summary>What a cluster serves right now: the built-in resources and the established custom ones.</summary>
public sealed class ResourceCatalog
{
    private readonly record struct Key(string Group, string Version, string Plural);

    private ImmutableDictionary<Key, ResourceInfo> _byPath;
    private ImmutableDictionary<string, ImmutableList<ResourceInfo>> _custom = ImmutableDictionary<string, ImmutableList<ResourceInfo>>.Empty;
    private readonly Lock _gate = new();
    private long _revision;

    internal ResourceCatalog() =>
        _byPath = BuiltInKinds.All.ToImmutableDictionary(info => new Key(info.Group, info.Version, info.Plural));

    /// <summary>Grows with every change of what is served.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>The resource at a path, or null.</summary>
    public ResourceInfo? Find(string group, string version, string plural) => _byPath.GetValueOrDefault(new Key(group, version, plural));

    /// <summary>Any served version of <c>deployments.apps</c>, preferred version first; or null.</summary>
    public ResourceInfo? Find(string groupResource)
    {
        var dot = groupResource.IndexOf('.', StringComparison.Ordinal);
        var (plural, group) = dot < 0 ? (groupResource, "") : (groupResource[..dot], groupResource[(dot + 1)..]);
        return All.FirstOrDefault(info => info.Group == group && info.Plural == plural);
    }

    /// <summary>The resource of a kind, or null.</summary>
    public ResourceInfo? FindKind(string apiVersion, string kind)
    {
        foreach (var info in _byPath.Values)
            if (info.Kind == kind && info.GroupVersion == apiVersion) return info;
        return null;
    }

    /// <summary>The resource of a kind in any version, preferred first; or null.</summary>
    public ResourceInfo? FindGroupKind(string group, string kind) => All.FirstOrDefault(info => info.Group == group && info.Kind == kind);

    /// <summary>Every resource, built-in first, in the order of discovery.</summary>
    public IEnumerable<ResourceInfo> All
    {
        get
        {
            foreach (var info in BuiltInKinds.All) yield return info;
            foreach (var versions in _custom.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                foreach (var info in versions.Value) yield return info;
        }
    }

    /// <summary>Is anything of that group (and version) served?</summary>
    public bool HasGroup(string group, string? version = null) => _byPath.Keys.Any(key => key.Group == group && (version is null || key.Version == version));

    /// <summary>Makes the versions of a definition served; an empty list ends it.</summary>
    internal void SetCustom(string definition, IReadOnlyList<ResourceInfo> versions)
    {
        lock (_gate)
        {
            var served = _byPath;
            foreach (var old in _custom.GetValueOrDefault(definition) ?? []) served = served.Remove(new Key(old.Group, old.Version, old.Plural));
            foreach (var info in versions) served = served.SetItem(new Key(info.Group, info.Version, info.Plural), info);
            _custom = versions.Count == 0 ? _custom.Remove(definition) : _custom.SetItem(definition, [.. versions]);
            _byPath = served;
            Interlocked.Increment(ref _revision);
        }
    }
}
