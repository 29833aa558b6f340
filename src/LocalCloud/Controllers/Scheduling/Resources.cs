using System.Text.Json.Nodes;
using LocalCloud.Kube.BuiltIn;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Scheduling;

/// <summary>What a Pod asks of a Node, or a Node has: CPUs, bytes, Pods.</summary>
internal readonly record struct Resources(double Cpu, double Memory, double Pods)
{
    /// <summary>Sums of fractions such as 0.1 are not exact; this much is nothing.</summary>
    private const double Nothing = 1e-6;

    public static Resources operator +(Resources left, Resources right) => new(left.Cpu + right.Cpu, left.Memory + right.Memory, left.Pods + right.Pods);

    public static Resources operator -(Resources left, Resources right) => new(left.Cpu - right.Cpu, left.Memory - right.Memory, left.Pods - right.Pods);

    /// <summary>The first of these that is not there in the needed amount; null when everything is.</summary>
    public string? Lack(Resources asked) =>
        asked.Pods > Pods + Nothing ? "Too many pods"
        : asked.Cpu > Cpu + Nothing ? "Insufficient cpu"
        : asked.Memory > Memory + Nothing ? "Insufficient memory"
        : null;

    /// <summary>The sum of its containers, or its largest init container, whichever is more.</summary>
    public static Resources AskedBy(JsonObject pod)
    {
        var sum = new Resources(0, 0, 1);
        foreach (var container in Json.Maps(pod, "spec", "containers")) sum += Of(container);
        foreach (var sidecar in Json.Maps(pod, "spec", "initContainers").Where(container => Json.Text(container, "restartPolicy") == "Always")) sum += Of(sidecar);
        foreach (var initial in Json.Maps(pod, "spec", "initContainers").Select(Of))
            sum = sum with { Cpu = Math.Max(sum.Cpu, initial.Cpu), Memory = Math.Max(sum.Memory, initial.Memory) };
        return sum;
    }

    /// <summary>What the Node offers to Pods.</summary>
    public static Resources OfferedBy(JsonObject node) => new(
        Amount(node, "status", "allocatable", "cpu") ?? 0,
        Amount(node, "status", "allocatable", "memory") ?? 0,
        Amount(node, "status", "allocatable", "pods") ?? 110);

    /// <summary>A limit without a request is a request.</summary>
    private static Resources Of(JsonObject container) => new(
        Amount(container, "resources", "requests", "cpu") ?? Amount(container, "resources", "limits", "cpu") ?? 0,
        Amount(container, "resources", "requests", "memory") ?? Amount(container, "resources", "limits", "memory") ?? 0,
        0);

    private static double? Amount(JsonNode node, params ReadOnlySpan<string> path) =>
        Json.Text(node, path) is { } text ? Quantity.Value(text) : Json.AsDouble(Json.At(node, path));
}
