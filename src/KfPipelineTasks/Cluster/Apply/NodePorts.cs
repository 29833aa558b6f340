using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Node ports are one namespace for the whole cluster: a Service cannot get one that another still holds, although both are
/// about to change. Before the run, Services of the set move out of ports that others of the set want, and Services that left
/// the set and hold one are deleted early. Nothing is asked when no port changes hands.
/// </summary>
internal sealed class NodePorts(KubeObjects objects, string manager)
{
    // The API server's default range; a port that is left out would be kept, so moving out needs another one.
    private const int First = 30000;
    private const int Last = 32767;

    public async Task FreeAsync(Look look, CancellationToken cancellation)
    {
        var services = look.Targets.Where(t => t.Id is { Kind: "Service", Group: "" } && t.Wanted is not null).ToList();
        var wanted = services.SelectMany(s => Ports(s.Wanted!).Select(p => (Port: p, s.Id))).GroupBy(p => p.Port).ToDictionary(g => g.Key, g => g.First().Id);
        if (wanted.Count == 0) return;
        var holders = services.Where(s => s is { Live: not null, LiveIsWhole: true, IsGoing: false } && Ports(s.Live!).Any(p => IsWantedByAnother(p, s, wanted))).ToList();
        if (holders.Count > 0) await MoveOutAsync(holders, wanted, cancellation);
        foreach (var (live, stays) in look.Left.Where(l => l.Stays is null && l.Live.Id is { Kind: "Service", Group: "" } && Ports(l.Live).Any(wanted.ContainsKey)))
            await objects.DeleteAsync(services[0].Kind!, live.Id.Namespace, live.Id.Name, live.Text("metadata", "uid"), Propagation.Background, cancellation);
    }

    private async Task MoveOutAsync(List<Target> holders, Dictionary<long, ResourceId> wanted, CancellationToken cancellation)
    {
        var taken = (await objects.ListAsync(holders[0].Kind!, null, new ListQuery(), cancellation)).Items.SelectMany(Ports).Concat(wanted.Keys).ToHashSet();
        var free = new Queue<long>(Enumerable.Range(First, Last - First + 1).Select(p => (long)p).Where(p => !taken.Contains(p)).Reverse());
        foreach (var holder in holders)
        {
            var applied = await objects.ApplyAsync(holder.Kind!, holder.Id.Namespace, holder.Id.Name, Elsewhere(holder, wanted, free), new ApplyRequest(manager) { Force = true }, cancellation);
            holder.Live = applied.Live;
            holder.Differences = null;
        }
    }

    /// <summary>The wanted object, for a moment with other node ports where it holds what another wants.</summary>
    private static ReadOnlyMemory<byte> Elsewhere(Target holder, Dictionary<long, ResourceId> wanted, Queue<long> free)
    {
        var held = holder.Live!.Body.Items("spec", "ports").ToLookup(p => (p.Number("port"), p.Text("protocol") ?? "TCP"), p => p.Number("nodePort"));
        var body = JsonNode.Parse(holder.Wanted!.Body.Bytes().Span)!;
        foreach (var port in body["spec"]!["ports"]!.AsArray().OfType<JsonObject>())
        {
            var key = (port["port"]?.GetValue<long>(), port["protocol"]?.GetValue<string>() ?? "TCP");
            if (held[key].FirstOrDefault() is { } now && IsWantedByAnother(now, holder, wanted) && free.TryDequeue(out var other)) port["nodePort"] = other;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static bool IsWantedByAnother(long port, Target holder, Dictionary<long, ResourceId> wanted) => wanted.TryGetValue(port, out var by) && by != holder.Id;

    private static IEnumerable<long> Ports(Resource service) =>
        service.Body.Items("spec", "ports").Select(p => p.Number("nodePort")).OfType<long>();
}
