using System.Text.Json;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>A label selector: every requirement must hold; without requirements it selects everything.</summary>
internal sealed class LabelSelector
{
    private readonly List<LabelRequirement> _requirements = [];

    private LabelSelector()
    {
    }

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>; a selector that is not there selects everything.</summary>
    public static LabelSelector Of(JsonElement? selector)
    {
        var read = new LabelSelector();
        if (selector is not { ValueKind: JsonValueKind.Object } found) return read;
        if (found.TryGetProperty("matchLabels", out var labels) && labels.ValueKind == JsonValueKind.Object)
            read._requirements.AddRange(labels.EnumerateObject().Select(label => new LabelRequirement(label.Name, "In", [label.Value.ToString()])));
        if (found.TryGetProperty("matchExpressions", out var expressions) && expressions.ValueKind == JsonValueKind.Array)
            read._requirements.AddRange(expressions.EnumerateArray().Select(LabelRequirement.Of));
        return read;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.TrueForAll(requirement => requirement.Holds(labels));
}
