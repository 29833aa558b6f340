using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings;

/// <summary>Members of IAM policies as Google writes them.</summary>
public static partial class IamMember
{
    /// <summary>Gives e-mails without a prefix the prefix of a person; service accounts are told by their address.</summary>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> members) => [.. members.Select(Complete)];

    /// <summary>What is wrong with a member, or null.</summary>
    public static string? Fault(string member)
    {
        if (member is "allUsers" or "allAuthenticatedUsers") return "opens the door to everybody; name people, groups or domains.";
        if (Federated().IsMatch(member)) return null;
        var colon = member.IndexOf(':', StringComparison.Ordinal);
        var (kind, name) = colon < 0 ? ("", member) : (member[..colon], member[(colon + 1)..]);
        return kind switch
        {
            "user" or "group" or "serviceAccount" => GoogleName.IsEmail(name) ? null : $"'{name}' is not an e-mail address.",
            "domain" => GoogleName.IsDomain(name) ? null : $"'{name}' is not a domain.",
            "deleted" => "is a deleted member; it can only be removed by its owner's policy editor.",
            _ => "must begin with user:, group:, domain:, serviceAccount:, principal:// or principalSet://.",
        };
    }

    private static string Complete(string member)
    {
        if (member.Contains(':', StringComparison.Ordinal) || !member.Contains('@', StringComparison.Ordinal)) return member;
        return member.EndsWith(".gserviceaccount.com", StringComparison.Ordinal) ? $"serviceAccount:{member}" : $"user:{member}";
    }

    [GeneratedRegex(@"^principal(Set)?://(iam|cloudresourcemanager|goog)[A-Za-z0-9._/:@%*-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Federated();
}
