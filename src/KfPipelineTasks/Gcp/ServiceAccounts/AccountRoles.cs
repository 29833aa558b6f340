using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>Which roles an account gets, and where.</summary>
public static class AccountRoles
{
    private const string ActAs = "roles/iam.serviceAccountUser";
    private const string WorkloadIdentity = "roles/iam.workloadIdentityUser";

    private static readonly HashSet<string> Basic = ["roles/owner", "roles/editor", "roles/viewer"];

    /// <summary>What nodes need to write logs and metrics and to pull images: the four of Google's guide for Kubeflow Pipelines on GKE.</summary>
    public static IReadOnlyList<string> OfNodes { get; } = ["roles/logging.logWriter", "roles/monitoring.metricWriter", "roles/monitoring.viewer", "roles/storage.objectViewer"];

    /// <summary>Edits of the project's policy.</summary>
    /// <exception cref="UsageException">A basic role is asked for without being allowed, or one that is also to be removed.</exception>
    public static IReadOnlyList<PolicyEdit> InProject(AccountWish wish)
    {
        var problems = new Problems();
        foreach (var role in wish.Roles.Where(r => Basic.Contains(r) && !wish.AllowBasicRoles))
            problems.Add($"service-account.roles: {role} gives pipelines the whole project.", next: "Name the roles that are needed; if it must be, set service-account.allow-basic-roles.");
        foreach (var role in wish.RemovedRoles.Where(r => wish.Roles.Contains(r) || OfNodes.Contains(r)))
            problems.Add($"service-account.removed-roles: {role} is wanted at the same time.", next: OfNodes.Contains(role) ? "Nodes always need it." : "Remove it from one of the lists.");
        problems.ThrowIfAny();
        var member = $"serviceAccount:{wish.Email}";
        return
        [
            .. OfNodes.Concat(wish.Roles).Distinct(StringComparer.Ordinal).Select(role => new PolicyEdit(role, member)),
            .. wish.RemovedRoles.Distinct(StringComparer.Ordinal).Select(role => new PolicyEdit(role, member, Remove: true)),
        ];
    }

    /// <summary>Edits of the account's own policy.</summary>
    public static IReadOnlyList<PolicyEdit> OnAccount(AccountWish wish) =>
    [
        .. wish.Users.Select(user => new PolicyEdit(ActAs, user)),
        .. wish.WorkloadIdentities.Select(account => new PolicyEdit(WorkloadIdentity, $"serviceAccount:{wish.Project}.svc.id.goog[{account}]")),
    ];
}
