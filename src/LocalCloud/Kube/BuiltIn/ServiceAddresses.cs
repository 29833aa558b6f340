using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Gives Services their cluster IPs (10.96.0.0/16) and node ports (30000-32767).</summary>
internal sealed class ServiceAddresses(ObjectStore store)
{
    private const int FirstNodePort = 30000;
    private const int NodePorts = 2768;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _reservedIps = new(StringComparer.Ordinal);
    private int _nextIp = 257;
    private int _nextPort;

    public void Allocate(JsonObject service, JsonObject? before)
    {
        var spec = Json.Ensure(service, "spec");
        var type = Json.Text(spec, "type");
        if (type == "ExternalName") return;
        lock (_gate)
        {
            AllocateIp(spec);
            if (type == "NodePort" || (type == "LoadBalancer" && Json.Flag(spec, "allocateLoadBalancerNodePorts") != false)) AllocatePorts(service, spec, before);
            else if (type == "ClusterIP") ReleasePorts(spec, before);
        }
    }

    private void AllocateIp(JsonObject spec)
    {
        var ip = Json.Text(spec, "clusterIP") ?? Json.Texts(spec, "clusterIPs").FirstOrDefault();
        if (ip is not { Length: > 0 }) ip = NextIp();
        spec["clusterIP"] = ip;
        spec["clusterIPs"] = Json.ListOf([ip]);
    }

    private string NextIp()
    {
        var taken = store.Snapshot("services").Values.Select(service => Json.Text(service.Parse(), "spec", "clusterIP")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var number = _nextIp++ % 65534 + 1;
            var ip = $"10.96.{number / 256}.{number % 256}";
            if (!taken.Contains(ip) && _reservedIps.Add(ip)) return ip;
            if (_reservedIps.Count > 60000) _reservedIps.Clear();
        }
    }

    private static void ReleasePorts(JsonObject spec, JsonObject? before)
    {
        if (Json.Text(before, "spec", "type") is not ("NodePort" or "LoadBalancer")) return;
        foreach (var port in Json.Maps(spec, "ports")) port.Remove("nodePort");
    }

    private void AllocatePorts(JsonObject service, JsonObject spec, JsonObject? before)
    {
        var own = Json.Text(service, "metadata", "uid");
        var taken = store.Snapshot("services").Values
            .Where(other => other.Uid != own)
            .SelectMany(other => Json.Maps(other.Parse(), "spec", "ports"))
            .Select(port => Json.Number(port, "nodePort")).OfType<long>().ToHashSet();
        var kept = Json.Maps(before, "spec", "ports").Select(port => Json.Number(port, "nodePort")).OfType<long>().ToHashSet();
        var index = 0;
        foreach (var port in Json.Maps(spec, "ports"))
        {
            if (Json.Number(port, "nodePort") is { } wanted and not 0)
            {
                if (!taken.Add(wanted) && !kept.Contains(wanted))
                    throw ApiErrors.Invalid("", "Service", Json.Text(service, "metadata", "name") ?? "",
                        [StatusCause.Invalid($"spec.ports[{index}].nodePort", Json.Invariant(wanted), "provided port is already allocated")]);
            }
            else
            {
                port["nodePort"] = NextPort(taken);
            }
            index++;
        }
    }

    private long NextPort(HashSet<long> taken)
    {
        for (var i = 0; i < NodePorts; i++)
        {
            var port = FirstNodePort + (long)(_nextPort++ * 1009 % NodePorts);
            if (taken.Add(port)) return port;
        }
        throw ApiErrors.Internal("failed to allocate a nodePort: range is full");
    }
}
