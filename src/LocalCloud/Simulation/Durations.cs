using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalCloud.Simulation;

/// <summary>Durations as Kubernetes and Go write them.</summary>
public static partial class Durations
{
    /// <summary>Reads <c>300ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        var whole = Whole().Match(text);
        if (!whole.Success) throw new FormatException($"'{text}' is no duration. Write it as 300ms, 30s, 5m or 1h30m.");
        var sum = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            var number = double.Parse(part.Groups["number"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
            sum += part.Groups["unit"].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromHours(number),
            };
        }

        return sum;
    }

    /// <summary>Reads a duration; null when the text is none.</summary>
    public static TimeSpan? TryParse(string? text) => text is not null && Whole().IsMatch(text) ? Parse(text) : null;

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<number>[0-9]+(\.[0-9]+)?)(?<unit>ms|s|m|h)", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
