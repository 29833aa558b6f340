using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalCloud.Kube.Custom;

/// <summary>Order of API versions: v2 before v1 before v1beta2 before v1beta1 before v1alpha1 before anything else.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x ?? ""), Rank(y ?? ""));
        var byRank = right.CompareTo(left);
        return byRank != 0 ? byRank : string.CompareOrdinal(x, y);
    }

    private static (int Stability, long Major, long Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success) return (0, 0, 0);
        var stability = match.Groups["stage"].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stability, Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value));
    }

    private static long Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^v(?<major>\d+)((?<stage>alpha|beta)(?<minor>\d+))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
