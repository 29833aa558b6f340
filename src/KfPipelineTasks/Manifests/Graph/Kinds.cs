using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The kinds that are known: the built-in ones and those that CRDs of the set or of the cluster bring.</summary>
internal sealed class Kinds
{
    private readonly Dictionary<(string Group, string Kind), KindInfo> _custom = [];

    /// <param name="definitions">CRDs, those of the set first: they are what the cluster will serve.</param>
    public Kinds(IEnumerable<Resource> definitions)
    {
        foreach (var definition in definitions) Add(definition);
    }

    public KindInfo Of(ResourceId id) =>
        BuiltInKinds.All.GetValueOrDefault((id.Group, id.Kind))
        ?? _custom.GetValueOrDefault((id.Group, id.Kind))
        ?? new KindInfo(GuessPlural(id.Kind), null, [], null, IsBuiltIn: false);

    private void Add(Resource definition)
    {
        if (definition.Text("spec", "group") is not { } group || definition.Text("spec", "names", "kind") is not { } kind) return;
        var versions = definition.At("spec", "versions") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(IsServed).Select(version => (group, version.GetProperty("name").GetString()!)).ToList()
            : [];
        var plural = definition.Text("spec", "names", "plural") ?? GuessPlural(kind);
        _custom.TryAdd((group, kind), new KindInfo(plural, definition.Text("spec", "scope") != "Cluster", versions, definition, IsBuiltIn: false));
    }

    private static bool IsServed(JsonElement version) =>
        version.ValueKind == JsonValueKind.Object
        && version.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && (!version.TryGetProperty("served", out var served) || served.ValueKind != JsonValueKind.False);

    // What kubectl guesses when a server has not been asked yet.
    private static string GuessPlural(string kind)
    {
        var single = kind.ToLowerInvariant();
        if (single.EndsWith('s')) return single + "es";
        return single.EndsWith('y') ? single[..^1] + "ies" : single + "s";
    }
}
