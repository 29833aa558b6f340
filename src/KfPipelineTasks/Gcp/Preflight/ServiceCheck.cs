using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the APIs are enabled. Those that are not are no problem: EnableServices enables them.</summary>
internal sealed class ServiceCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "services";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation) =>
        await Task.WhenAll(wish.Services.Select(async need => new Checked($"services of {need.Project}", await JudgeAsync(need, cancellation))));

    private async Task<Verdict> JudgeAsync(ServiceNeed need, CancellationToken cancellation)
    {
        try
        {
            var enabled = await cloud.Services.EnabledAsync(need.Project, cancellation);
            var missing = need.Services.Where(s => !enabled.Contains(s)).ToList();
            return missing.Count == 0 ? Verdict.Ready($"all {need.Services.Count} are enabled") : Verdict.Waiting($"{string.Join(", ", missing)}: not enabled yet, EnableServices does it");
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.ServiceDisabled)
        {
            // The one API that enables the others cannot be enabled by itself.
            return Verdict.Failed($"{e.Service} is not enabled, and the others cannot be enabled without it", $"gcloud services enable {e.Service} --project {need.Project}");
        }
    }
}
