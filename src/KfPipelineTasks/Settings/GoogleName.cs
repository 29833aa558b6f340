using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings;

/// <summary>Forms of the names Google Cloud and Kubernetes accept. Each rule ends in <c>\z</c>: <c>$</c> lets a final newline through.</summary>
public static partial class GoogleName
{
    /// <summary>Project ids: 6-30 characters.</summary>
    public static bool IsProjectId(string text) => ProjectId().IsMatch(text);

    /// <summary>Project numbers: digits, no leading zero.</summary>
    public static bool IsProjectNumber(string text) => ProjectNumber().IsMatch(text);

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
