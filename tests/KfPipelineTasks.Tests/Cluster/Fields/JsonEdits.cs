using System.Text.Json.Nodes;

namespace KfPipelineTasks.Tests.Cluster.Fields;

/// <summary>Random changes to an object: other values, fields and items that go, come, or change places.</summary>
internal sealed class JsonEdits(Random random)
{
    private static readonly string[] Untouched = ["apiVersion", "kind", "name", "namespace", "uid", "resourceVersion", "managedFields", "creationTimestamp", "generation", "status", "selector", "clusterIP", "clusterIPs"];

    /// <summary>Changes one place.</summary>
    public void Change(JsonObject root)
    {
        var places = Places(root).ToList();
        if (places.Count == 0) return;
        var (owner, key, index) = places[random.Next(places.Count)];
        switch (owner)
        {
            case JsonObject map:
                ChangeField(map, key!);
                break;
            case JsonArray list:
                ChangeItem(list, index);
                break;
        }
    }

    private void ChangeField(JsonObject map, string key)
    {
        switch (random.Next(5))
        {
            case 0:
                map.Remove(key);
                break;
            case 2 when random.Next(4) == 0:
                map[key] = null;
                break;
            case 1 when map.All(p => p.Value is JsonValue):
                map[$"new{random.Next(3)}"] = "n";
                break;
            default:
                map[key] = Other(map[key]);
                break;
        }
    }

    private void ChangeItem(JsonArray list, int index)
    {
        switch (random.Next(4))
        {
            case 0:
                list.RemoveAt(index);
                break;
            case 1 when list.Count > 1:
                var item = list[0]!;
                list.RemoveAt(0);
                list.Add(item);
                break;
            default:
                list[index] = Other(list[index]);
                break;
        }
    }

    private JsonNode? Other(JsonNode? value) => value switch
    {
        JsonObject map => random.Next(2) == 0 ? new JsonObject() : map.DeepClone(),
        JsonArray list => random.Next(2) == 0 ? new JsonArray() : list.DeepClone(),
        JsonValue text when text.TryGetValue<string>(out var s) => s switch
        {
            // Two ways of writing one quantity, and another one.
            "1000m" => random.Next(2) == 0 ? "1" : "2",
            "1" => random.Next(2) == 0 ? "1000m" : "",
            "1024Mi" => random.Next(2) == 0 ? "1Gi" : "2Gi",
            "YWJj" => "ZGVm",
            "TCP" => "UDP",
            _ => random.Next(3) == 0 ? "" : s + "x",
        },
        JsonValue flag when flag.TryGetValue<bool>(out var b) => !b,
        JsonValue number when number.TryGetValue<long>(out var n) => random.Next(3) == 0 ? 0 : n + 1,
        JsonValue real when real.TryGetValue<double>(out var d) => d + 1,
        _ => value?.DeepClone(),
    };

    private static IEnumerable<(JsonNode Owner, string? Key, int Index)> Places(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, value) in map)
            {
                if (Untouched.Contains(key) && (key != "name" || map.ContainsKey("namespace"))) continue;
                if (key is not ("metadata" or "spec")) yield return (map, key, -1);
                foreach (var below in Places(value)) yield return below;
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                yield return (list, null, i);
                foreach (var below in Places(list[i])) yield return below;
            }
        }
    }
}
