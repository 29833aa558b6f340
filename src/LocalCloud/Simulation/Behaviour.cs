using System.Globalization;

namespace LocalCloud.Simulation;

/// <summary>How a workload is told to behave.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Delay">With <see cref="BehaviourKind.Slow"/>: how long it takes to become ready.</param>
/// <param name="Times">With <see cref="BehaviourKind.CrashLoop"/>: how often it crashes before it works; null: for ever.</param>
public sealed record Behaviour(BehaviourKind Kind, TimeSpan Delay = default, int? Times = null)
{
    /// <summary>The annotation that tells a Pod, or the workload above it, how to behave.</summary>
    public const string Annotation = "localcloud.dev/behaviour";

    /// <summary>The words there are.</summary>
    public const string Words = "normal, crash-loop, crash-loop=TIMES, image-pull-error, never-ready, slow=DURATION";

    public static Behaviour Normal { get; } = new(BehaviourKind.Normal);

    /// <summary>Reads <c>crash-loop</c>, <c>crash-loop=3</c>, <c>image-pull-error</c>, <c>never-ready</c>, <c>slow=30s</c>.</summary>
    /// <exception cref="FormatException">The word is none of these.</exception>
    public static Behaviour Parse(string text)
    {
        var split = text.Trim().Split('=', 2);
        return (split[0], split.Length > 1 ? split[1] : null) switch
        {
            ("normal", null) => Normal,
            ("crash-loop", null) => new Behaviour(BehaviourKind.CrashLoop),
            ("crash-loop", { } times) when int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new Behaviour(BehaviourKind.CrashLoop, Times: count),
            ("image-pull-error", null) => new Behaviour(BehaviourKind.ImagePullError),
            ("never-ready", null) => new Behaviour(BehaviourKind.NeverReady),
            ("slow", { } delay) => new Behaviour(BehaviourKind.Slow, Durations.Parse(delay)),
            _ => throw new FormatException($"'{text}' is no behaviour. Known: {Words}."),
        };
    }

    /// <summary>Reads a behaviour; null when the text is none.</summary>
    public static Behaviour? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
