using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;

namespace LocalCloud.Google.Iam;

/// <summary>What a policy must obey before it is written, with the texts of the real service.</summary>
internal sealed class PolicyRules(GoogleWorld world)
{
    private const int MostPrincipals = 1500;

    private static readonly Regex Plain = new(@"^(user|group|serviceAccount|domain):[^\s:]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex Federated = new(@"^principal(Set)?://iam\.googleapis\.com/.+\z", RegexOptions.CultureInvariant);
    private static readonly Regex Tombstone = new(@"^deleted:(user|group|serviceAccount):([^\s?]+)\?uid=\d+\z", RegexOptions.CultureInvariant);
    private static readonly Regex IdentityPool = new(@"^serviceAccount:(?<project>[^\[/@]+)\.svc\.id\.goog\[[^/\]]+/[^/\]]+\]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Checks what is to be written against what is there.</summary>
    /// <param name="version">Version the writer sent; bindings with conditions need 3.</param>
    /// <param name="isProject">Projects are stricter: nobody anonymous, no new owners without an invitation.</param>
    public void Check(IReadOnlyList<Binding> wanted, Policy current, long version, bool isProject, Project? project)
    {
        if (wanted.Any(binding => binding.Condition is not null) && version != 3)
            throw GoogleException.InvalidArgument("Specified policy version is invalid. Policies with conditional role bindings must have version 3.");
        if (wanted.Sum(binding => binding.Members.Count) > MostPrincipals)
            throw GoogleException.InvalidArgument($"The number of members in the policy ({wanted.Sum(binding => binding.Members.Count)}) is larger than the maximum allowed size {MostPrincipals}.");
        foreach (var binding in wanted) CheckBinding(binding, isProject);
        CheckTombstones(wanted);
        if (isProject) CheckOwners(wanted, current, project);
    }

    /// <summary>Checks one binding: its role, and that its members can exist.</summary>
    public void CheckBinding(Binding binding, bool isProject)
    {
        if (!world.Roles.Knows(binding.Role)) throw GoogleException.InvalidArgument($"Role {binding.Role} is not supported for this resource.");
        foreach (var member in binding.Members) CheckMember(member, isProject);
    }

    private void CheckMember(string member, bool isProject)
    {
        if (member is "allUsers" or "allAuthenticatedUsers")
        {
            if (isProject) throw GoogleException.InvalidArgument($"The member {member} is of an unknown type. Please set a valid type prefix for the member.");
            return;
        }

        if (IdentityPool.Match(member) is { Success: true } pool) CheckIdentityPool(pool.Groups["project"].Value);
        else if (member.StartsWith("serviceAccount:", StringComparison.Ordinal)) CheckAccount(member["serviceAccount:".Length..]);
        else if (!Plain.IsMatch(member) && !Federated.IsMatch(member) && !Tombstone.IsMatch(member))
            throw GoogleException.InvalidArgument($"The member {member} is of an unknown type. Please set a valid type prefix for the member.");
    }

    // A pool named after a project comes into being with the first cluster that uses it.
    private void CheckIdentityPool(string project)
    {
        if (!world.Clusters.HasWorkloadPool(project))
            throw GoogleException.InvalidArgument($"Identity Pool does not exist ({project}.svc.id.goog). Please check that you specified a valid resource name as returned in the `name` attribute in the configuration API.");
    }

    private void CheckAccount(string email)
    {
        if (!world.ServiceAccounts.IsOurs(email) || world.ServiceAccounts.FindVisible(email) is not null) return;
        throw GoogleException.InvalidArgument($"Service account {email} does not exist.");
    }

    private static void CheckTombstones(IReadOnlyList<Binding> wanted)
    {
        var members = wanted.SelectMany(binding => binding.Members).ToHashSet();
        foreach (var tombstone in members.Where(member => Tombstone.IsMatch(member)))
        {
            var alive = tombstone["deleted:".Length..tombstone.IndexOf('?')];
            if (members.Contains(alive))
                throw GoogleException.InvalidArgument($"Inconsistent representation of deleted member: '{tombstone}' and '{alive}'.");
        }
    }

    private static void CheckOwners(IReadOnlyList<Binding> wanted, Policy current, Project? project)
    {
        if (project?.Organization is not null) return;
        var before = Owners(current.Bindings).ToHashSet();
        if (Owners(wanted).FirstOrDefault(owner => owner.StartsWith("user:", StringComparison.Ordinal) && !before.Contains(owner)) is { } invited)
        {
            throw GoogleException.FailedPrecondition("Request contains an invalid argument.", new System.Text.Json.Nodes.JsonObject
            {
                ["@type"] = "type.googleapis.com/google.cloudresourcemanager.v1.ProjectIamPolicyError",
                ["type"] = "SOLO_MUST_INVITE_OWNERS",
                ["member"] = invited,
                ["role"] = "roles/owner",
            });
        }
    }

    private static IEnumerable<string> Owners(IReadOnlyList<Binding> bindings) =>
        bindings.Where(binding => binding.Role == "roles/owner").SelectMany(binding => binding.Members);
}
