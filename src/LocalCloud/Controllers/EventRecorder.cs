using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>
/// Writes Events: one object for the same words about the same object, counted up, as the real recorder's aggregation does.
/// </summary>
internal sealed class EventRecorder(ClusterView view)
{
    public void Normal(string actor, JsonObject about, string reason, string message) => Write(actor, about, "Normal", reason, message);

    public void Warning(string actor, JsonObject about, string reason, string message) => Write(actor, about, "Warning", reason, message);

    private void Write(string actor, JsonObject about, string type, string reason, string message)
    {
        var home = ClusterView.Namespace(about) is { Length: > 0 } inNamespace ? inNamespace : "default";
        var name = $"{ClusterView.Name(about)}.{Names.Hex($"{ClusterView.Uid(about)}{reason}{message}", 16)}";
        try
        {
            if (view.Get(Kinds.Event, home, name) is { } known) view.Edit(actor, known, Again);
            else view.Create(actor, Made(actor, about, home, name, type, reason, message));
        }
        catch (ApiException)
        {
            // An Event is a courtesy: where none can be written (a namespace that is being deleted), the work goes on.
        }
    }

    private void Again(JsonObject known)
    {
        known["count"] = (Json.Number(known, "count") ?? 1) + 1;
        known["lastTimestamp"] = view.Stamp;
    }

    private JsonObject Made(string actor, JsonObject about, string home, string name, string type, string reason, string message) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Event",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = home },
        ["involvedObject"] = Reference(about),
        ["reason"] = reason,
        ["message"] = message,
        ["type"] = type,
        ["source"] = new JsonObject { ["component"] = actor },
        ["reportingComponent"] = actor,
        ["reportingInstance"] = "",
        ["firstTimestamp"] = view.Stamp,
        ["lastTimestamp"] = view.Stamp,
        ["count"] = 1L,
    };

    private static JsonObject Reference(JsonObject about)
    {
        var reference = new JsonObject
        {
            ["apiVersion"] = Json.Text(about, "apiVersion"),
            ["kind"] = Json.Text(about, "kind"),
            ["name"] = ClusterView.Name(about),
            ["uid"] = ClusterView.Uid(about),
        };
        if (ClusterView.Namespace(about) is { Length: > 0 } inNamespace) reference["namespace"] = inNamespace;
        if (Json.Text(about, "metadata", "resourceVersion") is { } version) reference["resourceVersion"] = version;
        return reference;
    }
}
