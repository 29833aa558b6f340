using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Pods;

/// <summary>The states of a container as the kubelet writes them.</summary>
internal static class ContainerStates
{
    public static JsonObject Waiting(string reason, string? message = null)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null) waiting["message"] = message;
        return new JsonObject { ["waiting"] = waiting };
    }

    public static JsonObject Running(string since) => new() { ["running"] = new JsonObject { ["startedAt"] = since } };

    public static JsonObject Terminated(long exitCode, string reason, string started, string finished, string id) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = exitCode,
            ["reason"] = reason,
            ["startedAt"] = started,
            ["finishedAt"] = finished,
            ["containerID"] = id,
        },
    };

    /// <summary>A container's entry in the status.</summary>
    public static JsonObject Status(JsonObject pod, JsonObject container, JsonObject state, bool isReady, bool isStarted, long restarts, JsonObject? last)
    {
        var wasPulled = restarts > 0 || state["waiting"] is null;
        var image = Json.Text(container, "image") ?? "";
        var name = Json.Text(container, "name") ?? "";
        var status = new JsonObject
        {
            ["name"] = name,
            ["image"] = image,
            ["imageID"] = wasPulled ? ImageId(image) : "",
            ["ready"] = isReady,
            ["started"] = isStarted,
            ["restartCount"] = restarts,
            ["state"] = state,
            ["lastState"] = last ?? [],
        };
        if (wasPulled) status["containerID"] = Id(pod, name, restarts);
        return status;
    }

    public static string Id(JsonObject pod, string container, long restarts) => $"containerd://{Names.Hex($"{ClusterView.Uid(pod)}{container}{restarts}", 64)}";

    private static string ImageId(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal)) return image;
        var colon = image.LastIndexOf(':');
        var name = colon > image.LastIndexOf('/') ? image[..colon] : image;
        return $"{name}@sha256:{Names.Hex(image, 64)}";
    }
}
