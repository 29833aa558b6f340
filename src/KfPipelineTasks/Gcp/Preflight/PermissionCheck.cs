using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the caller has what the tasks are going to need: one question per project, one verdict per task.</summary>
internal sealed class PermissionCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "permissions";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(wish.Permissions.GroupBy(n => n.Project, StringComparer.Ordinal).Select(g => OfProjectAsync(g.Key, [.. g], cancellation)))).SelectMany(c => c)];

    private async Task<IEnumerable<Checked>> OfProjectAsync(string project, IReadOnlyList<PermissionNeed> needs, CancellationToken cancellation)
    {
        var missing = await cloud.Projects.MissingPermissionsAsync(project, [.. needs.SelectMany(n => n.Permissions).Distinct(StringComparer.Ordinal)], cancellation);
        return needs.Select(need => new Checked($"permissions of {need.Task} in {project}", Judge(need, [.. need.Permissions.Where(missing.Contains)])));
    }

    private static Verdict Judge(PermissionNeed need, IReadOnlyList<string> missing) => missing.Count == 0
        ? Verdict.Ready(need.Permissions.Count == 1 ? "it is held" : $"all {need.Permissions.Count} are held")
        : need.OnlyHelp ? Verdict.Unknown($"without {string.Join(", ", missing)} not everything can be looked at before the run")
        : Verdict.Failed($"missing {string.Join(", ", missing)}", $"Grant them to the identity above; {need.Roles} would do. What stands on a single object (a bucket, a service account) does not show here.");
}
