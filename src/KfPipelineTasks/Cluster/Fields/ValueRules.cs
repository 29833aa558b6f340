using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>When two written values mean one thing to the server. Only for kinds whose types are known: elsewhere text is text.</summary>
internal sealed class ValueRules(string group, string kind)
{
    private static readonly string[] QuantityParents =
        ["limits", "requests", "hard", "capacity", "overhead", "podFixed", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio", "allocatable"];

    private static readonly string[] QuantityFields = ["sizeLimit", "divisor", "averageValue", "maximumVolumeSize", "minimumVolumeSize"];

    /// <summary>True when the kind passes through Go types.</summary>
    public bool BuiltIn { get; } = BuiltInGroups.Has(group);

    /// <param name="path">Names from the root, list items not counted.</param>
    public bool Same(string path, JsonElement wanted, JsonElement live)
    {
        if (JsonValues.Same(wanted, live)) return true;
        if (!BuiltIn) return false;
        if (IsQuantity(path) && Scalar(wanted) is { } a && Scalar(live) is { } b) return Quantity.Same(a, b);
        return IsBytes(path) && wanted.ValueKind == JsonValueKind.String && live.ValueKind == JsonValueKind.String && Bare(wanted.GetString()!) == Bare(live.GetString()!);
    }

    private bool IsQuantity(string path)
    {
        // .data.limits of a ConfigMap is text.
        if (!path.StartsWith(".spec.", StringComparison.Ordinal) && !path.StartsWith(".overhead.", StringComparison.Ordinal) && kind != "StorageClass") return false;
        var names = path.Split('.');
        return QuantityFields.Contains(names[^1]) || (QuantityParents.Contains(names[^2]) && !path.Contains("labels", StringComparison.OrdinalIgnoreCase) && !path.Contains(".annotations.", StringComparison.Ordinal));
    }

    private bool IsBytes(string path) =>
        path.EndsWith(".caBundle", StringComparison.Ordinal) ||
        (kind == "Secret" && path.StartsWith(".data.", StringComparison.Ordinal)) ||
        (kind == "ConfigMap" && path.StartsWith(".binaryData.", StringComparison.Ordinal));

    private static string? Scalar(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;

    private static string Bare(string base64) => string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));
}
