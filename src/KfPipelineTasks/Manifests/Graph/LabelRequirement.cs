using System.Text.Json;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>One requirement of a label selector.</summary>
/// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>; the API server accepts no other.</param>
internal sealed record LabelRequirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    public static LabelRequirement Of(JsonElement expression) => new(
        expression.GetProperty("key").ToString(),
        expression.GetProperty("operator").ToString(),
        expression.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(v => v.ToString())] : []);

    public bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "In" => has && Values.Contains(value),
            // An object without the label has none of the values.
            "NotIn" => !has || !Values.Contains(value),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
