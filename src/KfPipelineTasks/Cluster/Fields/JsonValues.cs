using System.Globalization;
using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Comparing JSON values by meaning: numbers by value, maps without order.</summary>
internal static class JsonValues
{
    public static bool Same(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => SameMaps(a, b),
        (JsonValueKind.Array, JsonValueKind.Array) => a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(p => Same(p.First, p.Second)),
        (JsonValueKind.Number, JsonValueKind.Number) => SameNumbers(a.GetRawText(), b.GetRawText()),
        (JsonValueKind.String, JsonValueKind.String) => a.GetString() == b.GetString(),
        var (x, y) => x == y,
    };

    /// <summary>True for what Go leaves out: null, "", 0, false, [] and {}.</summary>
    public static bool IsZero(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Number => value.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(p => IsZero(p.Value)),
        _ => false,
    };

    /// <summary>True for null and for maps and lists with nothing in them.</summary>
    public static bool IsEmpty(JsonElement? value) => value is not { } v || v.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.Array => v.GetArrayLength() == 0,
        JsonValueKind.Object => !v.EnumerateObject().Any(),
        _ => false,
    };

    private static bool SameMaps(JsonElement a, JsonElement b) =>
        a.GetPropertyCount() == b.GetPropertyCount() && a.EnumerateObject().All(p => b.TryGetProperty(p.Name, out var other) && Same(p.Value, other));

    private static bool SameNumbers(string a, string b)
    {
        if (a == b) return true;
        return decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x == y
            : double.Parse(a, CultureInfo.InvariantCulture).Equals(double.Parse(b, CultureInfo.InvariantCulture));
    }
}
