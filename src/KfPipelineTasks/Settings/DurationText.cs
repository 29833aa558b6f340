using System.Globalization;
using System.Text;

namespace KfPipelineTasks.Settings;

/// <summary>Times as people write them: <c>90s</c>, <c>20m</c>, <c>1h30m</c>, <c>30d</c>. A number without a unit is refused: nobody knows what it means.</summary>
public static class DurationText
{
    private static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Understands descending units, each at most once.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        var rest = text.AsSpan();
        var next = 0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 7) return false;
            var letter = rest[digits];
            var unit = Array.FindIndex(Units, next, u => u.Unit == letter);
            if (unit < 0) return false;
            time += Units[unit].Length * int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            next = unit + 1;
            rest = rest[(digits + 1)..];
        }

        return next > 0;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back, for whole seconds.</summary>
    public static string Format(TimeSpan time)
    {
        if (time == TimeSpan.Zero) return "0s";
        var text = new StringBuilder();
        foreach (var (unit, length) in Units)
        {
            var count = (long)(time / length);
            if (count == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            time -= length * count;
        }

        return text.ToString();
    }
}
