using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>A number of Pods, or a share of them.</summary>
internal static class IntOrPercent
{
    /// <summary>The number meant by <c>3</c> or <c>25%</c>.</summary>
    /// <param name="total">What the share is a share of.</param>
    /// <param name="roundUp">Whether a broken Pod counts as a whole one.</param>
    /// <returns>Null when the value is absent or neither.</returns>
    public static long? Of(JsonNode? value, long total, bool roundUp)
    {
        if (Json.Number(value) is { } number) return number;
        if (Json.Text(value) is not { } text) return null;
        if (!text.EndsWith('%')) return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var plain) ? plain : null;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)) return null;
        var share = total * percent / 100m;
        return (long)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
