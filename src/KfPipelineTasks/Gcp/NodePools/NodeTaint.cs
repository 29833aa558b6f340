using System.Text.Json.Serialization;

namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="Effect">NO_SCHEDULE, PREFER_NO_SCHEDULE or NO_EXECUTE.</param>
public sealed record NodeTaint(string Key, string? Value, string Effect)
{
    /// <summary>True when ordinary Pods stay away.</summary>
    [JsonIgnore]
    public bool Repels => Effect is "NO_SCHEDULE" or "NO_EXECUTE";

    /// <summary>A taint as kubectl writes it: <c>key=value:NoSchedule</c>.</summary>
    /// <exception cref="FormatException">It is no taint.</exception>
    public static NodeTaint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var effect = colon < 0 ? null : text[(colon + 1)..] switch { "NoSchedule" => "NO_SCHEDULE", "PreferNoSchedule" => "PREFER_NO_SCHEDULE", "NoExecute" => "NO_EXECUTE", _ => null };
        if (effect is null) throw new FormatException($"'{text}' is no taint: key=value:NoSchedule.");
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || equals > colon ? new NodeTaint(text[..colon], "", effect) : new NodeTaint(text[..equals], text[(equals + 1)..colon], effect);
    }

    public override string ToString() => $"{Key}={Value}:{Effect}";
}
