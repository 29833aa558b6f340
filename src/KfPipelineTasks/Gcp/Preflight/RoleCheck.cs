using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the roles that are going to be granted exist: an unknown one makes Google refuse the whole policy.</summary>
internal sealed class RoleCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "roles";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        // Reading a role of one's own project needs a permission that granting it does not.
        var known = await Task.WhenAll(wish.Roles.Where(r => r.StartsWith("roles/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
            .Select(async role => (Role: role, Exists: await cloud.Roles.ExistsAsync(role, cancellation))));
        var missing = known.Where(k => !k.Exists).Select(k => k.Role).ToList();
        if (known.Length == 0) return [];
        if (missing.Count == 0) return [new Checked(Subject(wish), Verdict.Ready($"{string.Join(", ", known.Select(k => k.Role))}: all exist"))];
        var names = await cloud.Roles.PredefinedAsync(cancellation);
        return [.. missing.Select(role => new Checked($"role {role}", Verdict.Failed($"IAM has no role of that name.{Nearest.Hint(role, names)}", "Correct service-account.roles. List them: gcloud iam roles list")))];
    }
}
