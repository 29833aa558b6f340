using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>Takes a service account away that an installation has made, with what it was granted in the project; one that others use stays.</summary>
public sealed class AccountRemoval(GoogleCloud cloud)
{
    /// <summary>Looks; nothing is written.</summary>
    /// <param name="wish">The account, and who was allowed to act as it.</param>
    /// <param name="going">The cluster that goes with the installation; null when it stays.</param>
    /// <returns>What there is to do; null when there is no such account.</returns>
    public async Task<AccountRemovalPlan?> PlanAsync(AccountWish wish, string? going, CancellationToken cancellation)
    {
        if (await cloud.ServiceAccounts.FindAsync(wish.Project, wish.Email, cancellation) is not { } account) return null;
        if (await KeeperAsync(wish, account, going, cancellation) is { } keeper) return new AccountRemovalPlan([], keeper);
        var granted = Granted(await Project(wish).ReadAsync(cancellation), account.Member);
        return new AccountRemovalPlan(granted, null)
        {
            Plan = new Plan($"Service account {wish.Email}",
                [.. granted.Select(e => new Change($"{Project(wish).Subject}: {e}", Outcome.Deleted)), new Change($"service account {wish.Email}", Outcome.Deleted, "made for this installation")]),
        };
    }

    /// <summary>Does what the plan says. Grants go first: those of an account that is gone would stay as deleted members.</summary>
    public async Task ActAsync(AccountWish wish, AccountRemovalPlan plan, CancellationToken cancellation)
    {
        if (plan.Keeper is not null) return;
        if (plan.Granted.Count > 0) await cloud.Policies.EnsureAsync(Project(wish), plan.Granted, cancellation);
        await cloud.ServiceAccounts.DeleteAsync(wish.Project, wish.Email, cancellation);
    }

    private IPolicy Project(AccountWish wish) => RestPolicy.OfProject(cloud.Door, wish.Project);

    private async Task<string?> KeeperAsync(AccountWish wish, ServiceAccount account, string? going, CancellationToken cancellation)
    {
        if (account.Description != wish.Description) return "it does not say that this installation has made it";
        var listed = await cloud.Clusters.ListAsync(wish.Project, cancellation);
        if (listed.MissingZones is { Count: > 0 } missing) return $"its users in {string.Join(", ", missing)} are not known";
        var user = (listed.Clusters ?? []).Where(c => c.Name != going).SelectMany(c => c.NodePools.Where(p => p.Config?.ServiceAccount == wish.Email).Select(p => $"node pool {p.Name} of cluster {c.Name} runs as it")).FirstOrDefault();
        if (user is not null) return user;
        var own = AccountRoles.OnAccount(wish).Select(e => (e.Role, e.Member)).ToHashSet();
        var policy = await RestPolicy.OfServiceAccount(cloud.Door, wish.Project, wish.Email).ReadAsync(cancellation);
        // Config Connector makes workload identities of its own there, and takes them away itself.
        return Members(policy).Where(m => !own.Contains(m)).Select(m => $"{m.Member} has {m.Role} on it").FirstOrDefault();
    }

    private static IReadOnlyList<PolicyEdit> Granted(JsonObject policy, string member) =>
        [.. Members(policy).Where(m => string.Equals(m.Member, member, StringComparison.OrdinalIgnoreCase)).Select(m => m.Role).Distinct(StringComparer.Ordinal).Select(role => new PolicyEdit(role, member, Remove: true))];

    private static IEnumerable<(string Role, string Member)> Members(JsonObject policy) =>
        (policy["bindings"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(b => (b["members"] as JsonArray ?? []).Select(m => ((string?)b["role"] ?? "", (string?)m ?? "")));
}
