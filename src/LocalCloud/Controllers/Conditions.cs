using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>Reads and writes <c>status.conditions</c>.</summary>
internal static class Conditions
{
    /// <summary>The condition of that type, or null.</summary>
    public static JsonObject? Find(JsonNode? document, string type) =>
        Json.Maps(document, "status", "conditions").FirstOrDefault(condition => Json.Text(condition, "type") == type);

    public static bool IsTrue(JsonNode? document, string type) => Json.Text(Find(document, type), "status") == "True";

    /// <summary>
    /// Puts a condition into a status. <c>lastTransitionTime</c> moves only when True becomes False or the other way round.
    /// </summary>
    /// <param name="updateTime">Deployments also say when the condition was last looked at.</param>
    public static void Set(JsonObject status, string type, bool? isTrue, string? reason, string? message, string now, bool updateTime = false, long? observedGeneration = null)
    {
        var list = status["conditions"] as JsonArray;
        if (list is null) status["conditions"] = list = [];
        var at = IndexOf(list, type);
        var before = at < 0 ? null : (JsonObject)list[at]!;
        var word = isTrue switch { true => "True", false => "False", null => "Unknown" };
        var same = before is not null && Json.Text(before, "status") == word;
        var made = new JsonObject { ["type"] = type, ["status"] = word };
        made["lastTransitionTime"] = same ? Json.Text(before, "lastTransitionTime") ?? now : now;
        if (reason is not null) made["reason"] = reason;
        if (message is not null) made["message"] = message;
        if (observedGeneration is { } generation) made["observedGeneration"] = generation;
        if (updateTime) made["lastUpdateTime"] = same && Same(before!, reason, message) ? Json.Text(before, "lastUpdateTime") ?? now : now;
        if (at < 0) list.Add((JsonNode)made);
        else if (!Json.Same(before, made)) list[at] = made;
    }

    /// <summary>Takes a condition out of a status.</summary>
    public static void Remove(JsonObject status, string type)
    {
        if (status["conditions"] is JsonArray list && IndexOf(list, type) is >= 0 and var at) list.RemoveAt(at);
    }

    private static bool Same(JsonObject before, string? reason, string? message) =>
        Json.Text(before, "reason") == reason && Json.Text(before, "message") == message;

    private static int IndexOf(JsonArray list, string type)
    {
        for (var at = 0; at < list.Count; at++)
        {
            if (Json.Text(list[at], "type") == type) return at;
        }

        return -1;
    }
}
