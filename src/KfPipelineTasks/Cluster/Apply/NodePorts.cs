using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Node ports are one namespace for the whole cluster: a Service cannot get one that another still holds, although both are
/// about to change. Before the run, those of the set let go of ports that others of the set want, and Services that left the
/// set and hold one are deleted early.
/// </summary>
internal sealed class NodePorts(KubeObjects objects, ApplyOptions options)
{
    public async Task FreeAsync(Look look, CancellationToken cancellation)
    {
        var services = look.Targets.Where(t => t.Id is { Kind: "Service", Group: "" } && t.Wanted is not null).ToList();
        var wanted = services.SelectMany(s => Ports(s.Wanted!).Select(p => (Port: p, s.Id))).GroupBy(p => p.Port).ToDictionary(g => g.Key, g => g.First().Id);
        if (wanted.Count == 0) return;
        foreach (var holder in services.Where(s => s is { Live: not null, LiveIsWhole: true, IsGoing: false } && Ports(s.Live!).Any(p => wanted.TryGetValue(p, out var by) && by != s.Id)))
            await LetGoAsync(holder, cancellation);
        foreach (var (live, stays) in look.Left.Where(l => l.Stays is null && l.Live.Id is { Kind: "Service", Group: "" } && Ports(l.Live).Any(wanted.ContainsKey)))
        {
            var kind = services[0].Kind!;
            await objects.DeleteAsync(kind, live.Id.Namespace, live.Id.Name, live.Text("metadata", "uid"), Propagation.Background, cancellation);
        }
    }

    // Without the ports we own them no longer, and the server hands out others until the run sets the right ones.
    private async Task LetGoAsync(Target holder, CancellationToken cancellation)
    {
        var paths = holder.Wanted!.Body.Items("spec", "ports").Where(p => p.Number("nodePort") is not null)
            .Select(p => $".spec.ports[port={p.Number("port")},protocol=\"{p.Text("protocol") ?? "TCP"}\"].nodePort").ToList();
        var without = Outgoing.Without(holder.Wanted, paths);
        var applied = await objects.ApplyAsync(holder.Kind!, holder.Id.Namespace, holder.Id.Name, without.Body.Bytes(), new ApplyRequest(options.Manager) { Force = options.Conflicts.ForceAll, Strict = options.Strict }, cancellation);
        holder.Live = applied.Live;
        holder.Differences = null;
    }

    private static IEnumerable<long> Ports(Resource service) =>
        service.Body.Items("spec", "ports").Select(p => p.Number("nodePort")).OfType<long>();
}
