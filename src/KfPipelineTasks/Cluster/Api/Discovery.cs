using System.Text.Json;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Asks the server for its kinds: two requests on servers with aggregated discovery, one per group version on older ones. Kept until a fresh look is asked for.</summary>
public sealed class Discovery : IDisposable
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private readonly ClusterDoor _door;
    private readonly SemaphoreSlim _one = new(1, 1);
    private KindTable? _table;

    internal Discovery(ClusterDoor door) => _door = door;

    /// <summary>The kinds, as of the last look.</summary>
    public async ValueTask<KindTable> TableAsync(CancellationToken cancellation) => _table ?? await LookAsync(null, cancellation);

    /// <summary>The kinds; with a fresh look when an older one does not know all that is wanted.</summary>
    public async ValueTask<KindTable> TableForAsync(Func<KindTable, bool> knowsAll, CancellationToken cancellation)
    {
        var old = _table;
        var table = await TableAsync(cancellation);
        return old is not null && !knowsAll(table) ? await RefreshAsync(cancellation) : table;
    }

    /// <summary>A fresh look: a controller may have created kinds since.</summary>
    public Task<KindTable> RefreshAsync(CancellationToken cancellation) => LookAsync(_table, cancellation);

    /// <summary>The kind in this version, with a fresh look when it is not known; null when the server does not have it.</summary>
    public async ValueTask<ApiKind?> FindAsync(string group, string version, string kind, CancellationToken cancellation) =>
        (await TableAsync(cancellation)).Find(group, version, kind) ?? (await RefreshAsync(cancellation)).Find(group, version, kind);

    /// <summary>What is known is out of date: whoever asks next looks again. Whoever has written or deleted definitions of kinds says so.</summary>
    public void Forget() => Volatile.Write(ref _table, null);

    public void Dispose() => _one.Dispose();

    private async Task<KindTable> LookAsync(KindTable? old, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            // Whoever waited for the same look takes its result.
            if (_table is { } now && !ReferenceEquals(now, old)) return now;
            var core = GetAsync("/api", cancellation);
            var groups = GetAsync("/apis", cancellation);
            var kinds = new List<ApiKind>();
            kinds.AddRange(await KindsAsync(await core, cancellation));
            kinds.AddRange(await KindsAsync(await groups, cancellation));
            return _table = new KindTable(kinds);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IReadOnlyList<ApiKind>> KindsAsync(JsonElement answer, CancellationToken cancellation)
    {
        if (answer.Text("kind") == "APIGroupDiscoveryList") return ReadAggregated(answer);
        var versions = answer.Text("kind") == "APIVersions"
            ? answer.Items("versions").Select(v => (Group: "", Version: v.GetString()!, Path: $"/api/{v.GetString()}"))
            : answer.Items("groups").SelectMany(g => PreferredFirst(g).Select(v => (Group: g.Text("name")!, Version: v, Path: $"/apis/{g.Text("name")}/{v}")));
        var lists = await Task.WhenAll(versions.Select(async v => ReadLegacy(v.Group, v.Version, await GetOptionalAsync(v.Path, cancellation))));
        return lists.SelectMany(l => l).ToList();
    }

    private static List<ApiKind> ReadAggregated(JsonElement answer) =>
        (from g in answer.Items("items")
         from v in g.Items("versions")
         from r in v.Items("resources")
         select ApiKind.FromAggregated(g.Text("metadata", "name") ?? "", v.Text("version") ?? "", r)).OfType<ApiKind>().ToList();

    private static List<ApiKind> ReadLegacy(string group, string version, JsonElement? list)
    {
        if (list is not { } found) return [];
        var all = found.Items("resources").Where(r => r.Text("name") is not null && r.Text("kind") is not null).ToList();
        var withStatus = all.Select(r => r.Text("name")!).Where(n => n.EndsWith("/status", StringComparison.Ordinal)).Select(n => n[..^"/status".Length]).ToHashSet();
        return all.Where(r => !r.Text("name")!.Contains('/', StringComparison.Ordinal))
            .Select(r => new ApiKind(group, version, r.Text("kind")!, r.Text("name")!, r.Flag("namespaced"), withStatus.Contains(r.Text("name")!),
                r.Items("verbs").Select(v => v.GetString()!).ToList()))
            .ToList();
    }

    private static IEnumerable<string> PreferredFirst(JsonElement group)
    {
        var preferred = group.Text("preferredVersion", "version");
        return group.Items("versions").Select(v => v.Text("version")!).OrderBy(v => v == preferred ? 0 : 1);
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        (await _door.SendAsync(new KubeRequest(HttpMethod.Get, path, $"{_door.Name}: asking for its kinds") { Accept = Aggregated, Repeatable = true }, cancellation)).Body;

    // An aggregated API whose server is down must not hide all the others.
    private async Task<JsonElement?> GetOptionalAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return (await _door.SendAsync(new KubeRequest(HttpMethod.Get, path, $"{_door.Name}: asking for the kinds of {path}"), cancellation)).Body;
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Unavailable or KubeErrorKind.KindNotServed or KubeErrorKind.NotFound or KubeErrorKind.Forbidden)
        {
            return null;
        }
    }
}
