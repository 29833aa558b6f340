using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Roles and members as IAM accepts them; a wish and its opposite are not both possible.</summary>
internal static partial class IamChecks
{
    private static readonly string[] BasicRoles = ["roles/owner", "roles/editor", "roles/viewer"];

    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        if (!settings.NeedsGoogleCloud) return;
        var account = settings.ServiceAccount;
        Roles(findings, "ServiceAccount.Roles", account.Roles);
        Roles(findings, "ServiceAccount.RemovedRoles", account.RemovedRoles);
        if (!account.AllowBasicRoles && account.Roles.FirstOrDefault(BasicRoles.Contains) is { } basic)
            findings.Add("ServiceAccount.Roles", $"'{basic}' covers nearly everything in the project, so it is not granted.", "Name the roles that pipelines need, or set allow-basic-roles.");
        Opposite(findings, "ServiceAccount.RemovedRoles", account.Roles, account.RemovedRoles);
        Members(findings, "ServiceAccount.Users", account.Users);
        Members(findings, "Iap.Members", settings.Iap.Members);
        Members(findings, "Iap.RemovedMembers", settings.Iap.RemovedMembers, removing: true);
        Opposite(findings, "Iap.RemovedMembers", settings.Iap.Members, settings.Iap.RemovedMembers);
        if (account.WorkloadIdentities.FirstOrDefault(w => !IsAccountOfCluster(w)) is { } identity)
            findings.Add("ServiceAccount.WorkloadIdentities", $"'{identity}' is not a Kubernetes service account.", "Write namespace/name.");
    }

    private static void Roles(Findings findings, string property, IReadOnlyList<string> roles)
    {
        if (roles.FirstOrDefault(r => !Role().IsMatch(r)) is not { } role) return;
        findings.Add(property, $"'{role}' is not a role.", role.Contains('/', StringComparison.Ordinal) ? "Write roles/NAME, projects/PROJECT/roles/NAME or organizations/NUMBER/roles/NAME." : $"Did you mean 'roles/{role}'?");
    }

    private static void Members(Findings findings, string property, IReadOnlyList<string> members, bool removing = false)
    {
        foreach (var member in members)
        {
            // Whoever opened the door to everybody may close it.
            if (removing && member is "allUsers" or "allAuthenticatedUsers") continue;
            if (IamMember.Fault(member) is { } fault) findings.Add(property, $"'{member}' {fault}");
        }
    }

    private static void Opposite(Findings findings, string property, IReadOnlyList<string> wanted, IReadOnlyList<string> unwanted)
    {
        if (unwanted.FirstOrDefault(u => wanted.Contains(u, StringComparer.Ordinal)) is { } both) findings.Add(property, $"'{both}' is wanted as well; it can be given or taken away, not both.");
    }

    private static bool IsAccountOfCluster(string text) =>
        text.Split('/') is [var space, var name] && GoogleName.IsLabel(space) && name.Length <= 253 && name.Split('.').All(GoogleName.IsLabel);

    [GeneratedRegex(@"^(roles/[A-Za-z0-9_.]{3,}|(projects/[a-z][-a-z0-9]{4,28}[a-z0-9]|organizations/[0-9]+)/roles/[A-Za-z0-9_.]{3,64})\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Role();
}
