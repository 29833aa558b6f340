using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Status))]
[TaskDescription("Looks at every object of the package in its cluster and says, by component, what is not ready and why; changes nothing")]
[IsDependentOn(typeof(Validate))]
public sealed class Status : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var objects = await context.Run.ObjectsAsync(context);
        var verdicts = new List<(ResourceId Id, Verdict Verdict)>();
        if (objects.Management.Count > 0 && context.Settings.NeedsManagementCluster)
            verdicts.AddRange(await new ClusterWork(await context.Run.Doors.ManagementAsync(), context).StatusAsync(objects.Set, objects.Management));
        verdicts.AddRange(await new ClusterWork(await context.Run.Doors.KubeflowAsync(), context).StatusAsync(objects.Set, objects.Kubeflow));
        Show(context, objects, verdicts);
    }

    private static void Show(DeployContext context, PackageObjects objects, IReadOnlyList<(ResourceId Id, Verdict Verdict)> verdicts)
    {
        var byComponent = verdicts.GroupBy(v => objects.ComponentOf(v.Id) ?? "").OrderBy(g => objects.PlaceOf(g.Key)).ToList();
        context.Output.Show(new Table("Components", ["component", "objects", "ready", "waiting", "failed", "accepted, no more known"],
            [.. byComponent.Select(g => (IReadOnlyList<string>)[g.Key, $"{g.Count()}", Count(g, State.Ready), Count(g, State.Waiting), Count(g, State.Failed), Count(g, State.Unknown)])]));
        var open = verdicts.Where(v => v.Verdict.State is State.Waiting or State.Failed).ToList();
        if (open.Count > 0)
        {
            context.Output.Show(new Table("Not ready", ["object", "why", "next"],
                [.. open.Select(v => (IReadOnlyList<string>)[v.Id.ToString(), v.Verdict.Because, v.Verdict.Next ?? ""])]));
        }

        context.Output.Info(open.Count == 0 ? "Everything that is known about is ready." : $"{open.Count} objects are not ready.");
    }

    private static string Count(IEnumerable<(ResourceId Id, Verdict Verdict)> verdicts, State state) => $"{verdicts.Count(v => v.Verdict.State == state)}";
}
