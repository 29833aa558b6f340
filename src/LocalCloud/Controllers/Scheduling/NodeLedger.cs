namespace LocalCloud.Controllers.Scheduling;

/// <summary>How much of every Node is taken, and by which Pod.</summary>
internal sealed class NodeLedger
{
    private readonly Dictionary<ObjectKey, (string Node, Resources Amount)> _pods = [];
    private readonly Dictionary<string, Resources> _nodes = new(StringComparer.Ordinal);

    public Resources Taken(string node) => _nodes.GetValueOrDefault(node);

    public void Take(ObjectKey pod, string node, Resources amount)
    {
        if (_pods.TryGetValue(pod, out var before) && before == (node, amount)) return;
        Free(pod);
        _pods[pod] = (node, amount);
        _nodes[node] = Taken(node) + amount;
    }

    public void Free(ObjectKey pod)
    {
        if (_pods.Remove(pod, out var before)) _nodes[before.Node] = Taken(before.Node) - before.Amount;
    }

    /// <summary>How much would be left, as a share: the larger of two Nodes is the better one.</summary>
    public double Share(string node, Resources offered, Resources asked)
    {
        var left = offered - Taken(node) - asked;
        return offered.Cpu <= 0 || offered.Memory <= 0 ? 0 : left.Cpu / offered.Cpu + left.Memory / offered.Memory;
    }
}
