using System.Globalization;

namespace KfPipelineTasks.Model;

/// <summary>A minor release of Kubernetes.</summary>
public readonly record struct KubernetesVersion(int Major, int Minor) : IComparable<KubernetesVersion>
{
    /// <summary>The first release in which everything that is asked of a server is there for good: strict field validation left beta in 1.27.</summary>
    public static KubernetesVersion Oldest { get; } = new(1, 27);

    /// <summary>The last release whose built-in kinds are known here.</summary>
    public static KubernetesVersion Newest { get; } = new(1, 34);

    /// <summary>Reads <c>1.31</c>, <c>v1.31.5</c> or <c>1.31.5-gke.1023000</c>; null when it is none of these.</summary>
    public static KubernetesVersion? Parse(string? text)
    {
        var parts = (text ?? "").TrimStart('v').Split('.');
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1].TrimEnd('+')) is { } minor ? new KubernetesVersion(major, minor) : null;
    }

    public static bool operator <(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Whether a cluster of this release can be worked with; a release that came later than this program most likely can.</summary>
    public Verdict Judge() =>
        this < Oldest ? Verdict.Failed($"Kubernetes {this} is too old", $"Upgrade the cluster to {Oldest} or later.")
        : this > Newest ? Verdict.Unknown($"Kubernetes {this} is newer than {Newest}, the last one this program knows")
        : Verdict.Ready($"Kubernetes {this}");

    public int CompareTo(KubernetesVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => $"{Major}.{Minor}";

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
