using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>Makes a service account with its rights: one write per policy, and none when everything is as wanted.</summary>
public sealed class AccountWork(GoogleCloud cloud)
{
    /// <summary>Looks; nothing is written.</summary>
    /// <exception cref="UsageException">The wish contradicts itself.</exception>
    public async Task<AccountPlan> PlanAsync(AccountWish wish, CancellationToken cancellation)
    {
        var (inProject, onAccount) = (AccountRoles.InProject(wish), AccountRoles.OnAccount(wish));
        var found = await cloud.ServiceAccounts.FindAsync(wish.Project, wish.Email, cancellation);
        var project = ProjectPolicy(wish);
        var policy = await project.ReadAsync(cancellation);
        var missing = PolicyEdits.Missing(policy, inProject);
        var changes = new List<Change> { OfAccount(wish, found) };
        changes.AddRange(inProject.Select(e => new Change($"{project.Subject}: {e}", !missing.Contains(e) ? Outcome.Unchanged : e.Remove ? Outcome.Deleted : Outcome.Created)));
        changes.AddRange(found is null ? PolicyWork.Plan(AccountPolicy(wish).Subject, onAccount) : await PolicyWork.PlanAsync(AccountPolicy(wish), onAccount, cancellation));
        return new AccountPlan(new Plan($"Service account {wish.Email}", changes), found, Notes(wish, policy));
    }

    /// <summary>Does what the plan says, and reads it back.</summary>
    /// <exception cref="DeployException">The account is disabled.</exception>
    public async Task<ServiceAccount> ActAsync(AccountWish wish, AccountPlan plan, CancellationToken cancellation)
    {
        if (plan.Found?.Disabled == true) throw new DeployException($"service account {wish.Email}: it is disabled.", Enable(wish));
        var account = plan.Found ?? await cloud.ServiceAccounts.CreateAsync(wish.Project, wish.Id, wish.DisplayName, wish.Description, cancellation);
        await cloud.Policies.EnsureAsync(ProjectPolicy(wish), AccountRoles.InProject(wish), cancellation);
        if (AccountRoles.OnAccount(wish) is { Count: > 0 } edits) await cloud.Policies.EnsureAsync(AccountPolicy(wish), edits, cancellation);
        return account;
    }

    private IPolicy ProjectPolicy(AccountWish wish) => RestPolicy.OfProject(cloud.Door, wish.Project);

    private IPolicy AccountPolicy(AccountWish wish) => RestPolicy.OfServiceAccount(cloud.Door, wish.Project, wish.Email);

    private static Change OfAccount(AccountWish wish, ServiceAccount? found) => new($"service account {wish.Email}",
        found is null ? Outcome.Created : found.Disabled == true ? Outcome.Blocked : Outcome.Unchanged,
        found?.Disabled == true ? $"it is disabled: {Enable(wish)}" : null);

    private static string Enable(AccountWish wish) => $"Somebody switched it off; if that was not on purpose: gcloud iam service-accounts enable {wish.Email}";

    private static IReadOnlyList<string> Notes(AccountWish wish, JsonObject policy) =>
        policy.ToJsonString().Contains($"deleted:serviceAccount:{wish.Email}?", StringComparison.OrdinalIgnoreCase)
            ? [$"An account {wish.Email} was deleted before: its old grants stand in the policy as deleted members and count for nobody."]
            : [];
}
