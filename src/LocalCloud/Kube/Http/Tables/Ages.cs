using System.Globalization;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>How long ago, in the words of <c>kubectl get</c>.</summary>
internal static class Ages
{
    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? Of(now - then) : "<unknown>";

    /// <summary>Two units at most: the larger the age, the coarser.</summary>
    public static string Of(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds <= 0) return "0s";
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 when seconds % 60 > 0 => $"{minutes}m{seconds % 60}s",
            < 3 * 3600 when minutes < 180 => $"{minutes}m",
            < 8 * 3600 when minutes % 60 > 0 => $"{hours}h{minutes % 60}m",
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 when hours % 24 > 0 => $"{days}d{hours % 24}h",
            < 2 * 365 * 86400L => $"{days}d",
            < 8 * 365 * 86400L when days % 365 > 0 => $"{days / 365}y{days % 365}d",
            _ => $"{days / 365}y",
        };
    }
}
