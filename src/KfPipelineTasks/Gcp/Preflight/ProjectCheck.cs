using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the project is there. One that does not exist is refused like one that may not be seen, so the nearest visible one is named.</summary>
internal sealed class ProjectCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => $"project {wish.Project}";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation) => [new Checked(Subject(wish), await JudgeAsync(wish, cancellation))];

    private async Task<Verdict> JudgeAsync(PreflightWish wish, CancellationToken cancellation)
    {
        try
        {
            var project = await cloud.Projects.GetAsync(wish.Project, cancellation);
            if (project.LifecycleState is { } state and not "ACTIVE") return Verdict.Failed($"it is {state}", "Restore it (gcloud projects undelete), or choose another one: project.id.");
            return wish.Number.Length > 0 && wish.Number != project.ProjectNumber
                ? Verdict.Failed($"project.number says {wish.Number}, and its number is {project.ProjectNumber}", "Correct project.number or project.id.")
                : Verdict.Ready($"number {project.ProjectNumber}");
        }
        catch (GcpException e) when (e.Kind is GcpErrorKind.PermissionDenied or GcpErrorKind.NotFound)
        {
            return Verdict.Failed($"it does not exist, or it may not be seen.{Nearest.Hint(wish.Project, await VisibleAsync(cancellation))}", "Correct project.id, or grant resourcemanager.projects.get (roles/browser) to the identity above.");
        }
    }

    private async Task<IReadOnlyList<string>> VisibleAsync(CancellationToken cancellation)
    {
        try
        {
            return await cloud.Projects.VisibleAsync(cancellation);
        }
        catch (GcpException)
        {
            // Only a hint is lost.
            return [];
        }
    }
}
