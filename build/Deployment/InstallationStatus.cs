using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Every object of the package with what is known of it, by component.</summary>
internal sealed class InstallationStatus
{
    private readonly PackageObjects _objects;
    private readonly IReadOnlyList<(ResourceId Id, Verdict Verdict)> _verdicts;

    private InstallationStatus(PackageObjects objects, IReadOnlyList<(ResourceId Id, Verdict Verdict)> verdicts) => (_objects, _verdicts) = (objects, verdicts);

    /// <summary>Looks once; changes nothing.</summary>
    public static async Task<InstallationStatus> LookAsync(DeployContext context)
    {
        var (objects, doors) = (await context.ObjectsAsync(), context.Run.Doors);
        var verdicts = new List<(ResourceId Id, Verdict Verdict)>();
        if (objects.Management.Count > 0 && context.Settings.NeedsManagementCluster)
            verdicts.AddRange(await IsToComeAsync(context, doors.ManagementRunsAsync) ? Missing(objects.Management) : await new ClusterWork(await doors.ManagementAsync(), context).StatusAsync(objects.Set, objects.Management));
        verdicts.AddRange(await IsToComeAsync(context, doors.KubeflowRunsAsync) ? Missing(objects.Kubeflow) : await new ClusterWork(await doors.KubeflowAsync(), context).StatusAsync(objects.Set, objects.Kubeflow));
        return new InstallationStatus(objects, verdicts);
    }

    // A rehearsal begins without clusters. In Google Cloud one that is not there is more likely misspelt, and whoever opens its door says so.
    private static async Task<bool> IsToComeAsync(DeployContext context, Func<Task<bool>> runs) => context.Settings.IsRehearsal && !await runs();

    private static IEnumerable<(ResourceId Id, Verdict Verdict)> Missing(IEnumerable<Resource> objects) => objects.Select(r => (r.Id, Verdict.Failed(ApplyEngine.Missing, "Deploy it.")));

    /// <summary>Shows the components, and whatever is not ready with its reason.</summary>
    public void Show(IOutput output)
    {
        var byComponent = _verdicts.GroupBy(v => _objects.ComponentOf(v.Id) ?? "").OrderBy(g => _objects.PlaceOf(g.Key)).ToList();
        output.Show(new Table("Components", ["component", "objects", "ready", "waiting", "failed", "accepted, no more known"],
            [.. byComponent.Select(g => (IReadOnlyList<string>)[g.Key, $"{g.Count()}", Count(g, State.Ready), Count(g, State.Waiting), Count(g, State.Failed), Count(g, State.Unknown)])]));
        if (_verdicts.Count > 0 && _verdicts.All(v => v.Verdict is { State: State.Failed, Because: ApplyEngine.Missing }))
        {
            output.Info($"Nothing is installed here yet: none of {_verdicts.Count} objects exists. Deploy brings them.");
            return;
        }

        var open = _verdicts.Where(v => v.Verdict.State is State.Waiting or State.Failed).ToList();
        if (open.Count > 0)
        {
            output.Show(new Table("Not ready", ["object", "why", "next"],
                [.. open.Select(v => (IReadOnlyList<string>)[v.Id.ToString(), v.Verdict.Because, v.Verdict.Next ?? ""])]));
        }

        output.Info(open.Count == 0 ? "Everything that is known about is ready." : $"{open.Count} objects are not ready.");
    }

    private static string Count(IEnumerable<(ResourceId Id, Verdict Verdict)> verdicts, State state) => $"{verdicts.Count(v => v.Verdict.State == state)}";
}
