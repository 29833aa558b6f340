using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings;

/// <summary>Forms of the names Google Cloud and Kubernetes accept. Each rule ends in <c>\z</c>: <c>$</c> lets a final newline through.</summary>
public static partial class GoogleName
{
    /// <summary>Project ids: 6-30 characters.</summary>
    public static bool IsProjectId(string text) => ProjectId().IsMatch(text);

    /// <summary>Project numbers: digits, no leading zero.</summary>
    public static bool IsProjectNumber(string text) => ProjectNumber().IsMatch(text);

    /// <summary>Names of clusters and installations: 2-24 characters, so that every name made out of them fits.</summary>
    public static bool IsClusterName(string text) => ClusterName().IsMatch(text);

    /// <summary>Names of management clusters: 2-18 characters.</summary>
    public static bool IsManagementName(string text) => ManagementName().IsMatch(text);

    /// <summary>Names of node pools: 1-40 characters.</summary>
    public static bool IsNodePoolName(string text) => NodePoolName().IsMatch(text);

    /// <summary>Names of buckets: 3-63 characters. A name with dots is a domain that somebody must own, so there are none here.</summary>
    public static bool IsBucket(string text) => Bucket().IsMatch(text) && !text.StartsWith("goog", StringComparison.Ordinal) && !text.Contains("google", StringComparison.Ordinal);

    public static bool IsRegion(string text) => Region().IsMatch(text);

    public static bool IsZone(string text) => Zone().IsMatch(text);

    /// <summary>The region of a region or zone; null for anything else.</summary>
    public static string? RegionOf(string place) =>
        IsRegion(place) ? place : IsZone(place) ? place[..place.LastIndexOf('-')] : null;

    /// <summary>Ids of service accounts: 6-30 characters.</summary>
    public static bool IsAccountId(string text) => AccountId().IsMatch(text);

    /// <summary>A label of DNS, which is also a Kubernetes namespace: 1-63 characters.</summary>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>One mailbox and a domain with a dot; at most 254 characters.</summary>
    public static bool IsEmail(string text) =>
        text.Length <= 254 && text.IndexOf('@', StringComparison.Ordinal) is > 0 and <= 64 and var at && Mailbox().IsMatch(text[..at]) && IsDomain(text[(at + 1)..]);

    public static bool IsDomain(string text) => text.Length <= 253 && Domain().IsMatch(text);

    [GeneratedRegex(@"^[a-z][-a-z0-9]{4,28}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectId();

    [GeneratedRegex(@"^[a-z][-a-z0-9]{0,22}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"^[a-z][-a-z0-9]{0,16}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManagementName();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]{0,38}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NodePoolName();

    [GeneratedRegex(@"^[a-z0-9][-_a-z0-9]{1,61}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bucket();

    [GeneratedRegex(@"^[1-9][0-9]{5,18}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectNumber();

    [GeneratedRegex(@"^[a-z]+-[a-z]+[0-9]{1,2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"^[a-z]+-[a-z]+[0-9]{1,2}-[a-z]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Zone();

    [GeneratedRegex(@"^[a-z][-a-z0-9]{4,28}[a-z0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountId();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Domain();
}
