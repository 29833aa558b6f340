using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube;

/// <summary>Makes Node objects out of the machines of node pools.</summary>
internal static class NodeObjects
{
    private const string Manager = "gke-node-pools";
    private const string ManagedBy = "localcloud.dev/node-pool-machine";

    public static void Set(KubeCluster cluster, IReadOnlyList<NodeSpec> wanted)
    {
        var names = wanted.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in cluster.Client.List("nodes"))
        {
            var name = Json.Text(node, "metadata", "name")!;
            if (Json.Text(node, "metadata", "annotations", ManagedBy) is not null && !names.Contains(name)) cluster.Client.Delete("nodes", null, name);
        }
        var index = 0;
        foreach (var spec in wanted)
        {
            cluster.Client.Upsert(Node(spec), Manager);
            cluster.Client.Upsert(Status(cluster, spec, ++index), Manager, subresource: "status");
        }
    }

    private static JsonObject Node(NodeSpec node)
    {
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["cloud.google.com/gke-nodepool"] = node.Pool,
            ["cloud.google.com/machine-family"] = node.MachineType.Split('-')[0],
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = node.Name,
            ["kubernetes.io/os"] = "linux",
            ["node.kubernetes.io/instance-type"] = node.MachineType,
            ["topology.kubernetes.io/region"] = RegionOf(node.Zone),
            ["topology.kubernetes.io/zone"] = node.Zone,
        };
        foreach (var (key, value) in node.Labels) labels[key] = value;
        var spec = new JsonObject { ["providerID"] = $"gce:///{node.Zone}/{node.Name}" };
        if (node.Taints.Count > 0) spec["taints"] = new JsonArray([.. node.Taints.Select(Taint)]);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = node.Name, ["labels"] = labels, ["annotations"] = new JsonObject { [ManagedBy] = node.Pool } },
            ["spec"] = spec,
        };
    }

    private static string RegionOf(string zone) => zone.LastIndexOf('-') is > 0 and var dash ? zone[..dash] : zone;

    private static JsonNode Taint(string text)
    {
        var (rest, effect) = Split(text, text.LastIndexOf(':'));
        var (key, value) = Split(rest, rest.IndexOf('=', StringComparison.Ordinal));
        var taint = new JsonObject { ["key"] = key, ["effect"] = effect };
        if (value.Length > 0) taint["value"] = value;
        return taint;
    }

    private static (string Head, string Tail) Split(string text, int at) => at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);

    private static JsonObject Status(KubeCluster cluster, NodeSpec node, int index)
    {
        var before = cluster.Client.Get("nodes", null, node.Name);
        var since = Json.Maps(before, "status", "conditions").Select(one => Json.Text(one, "lastTransitionTime")).FirstOrDefault() ?? cluster.Now;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = node.Name },
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources(node.Cpus, node.MemoryMb),
                ["allocatable"] = Resources(node.Cpus, node.MemoryMb),
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", since),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", since),
                    Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", since),
                    Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", since)),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "InternalIP", ["address"] = Json.Text(Json.Maps(before, "status", "addresses").FirstOrDefault(), "address") ?? $"10.128.{index / 250}.{index % 250 + 2}" },
                    new JsonObject { ["type"] = "Hostname", ["address"] = node.Name }),
                ["nodeInfo"] = new JsonObject
                {
                    ["architecture"] = "amd64", ["bootID"] = "", ["containerRuntimeVersion"] = "containerd://2.0.5", ["kernelVersion"] = "6.6.97+", ["kubeProxyVersion"] = "",
                    ["kubeletVersion"] = "v1.34.1-gke.1000000", ["machineID"] = "", ["operatingSystem"] = "linux", ["osImage"] = "Container-Optimized OS from Google", ["systemUUID"] = "",
                },
            },
        };
    }

    private static JsonObject Resources(int cpus, int memoryMb) => new()
    {
        ["cpu"] = cpus.ToString(CultureInfo.InvariantCulture),
        ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{memoryMb}Mi"),
        ["pods"] = "110",
    };

    private static JsonObject Condition(string type, string status, string reason, string message, string since) => new()
    {
        ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message, ["lastTransitionTime"] = since,
    };
}
