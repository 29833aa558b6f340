using System.Text.Json.Nodes;

namespace Cluster.Contract.Servers;

/// <summary>What a server answered.</summary>
public sealed record Answer(int Code, string Body, IReadOnlyList<string> Warnings)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The node at a path of names and numbers, or null.</summary>
    public JsonNode? At(params object[] path)
    {
        JsonNode? node = Json;
        foreach (var step in path)
        {
            node = step switch
            {
                int index => node is JsonArray list && index < list.Count ? list[index] : null,
                _ => node is JsonObject map ? map[(string)step] : null,
            };
        }
        return node;
    }

    public string Text(params object[] path) => At(path)?.GetValue<string>() ?? "";

    public string Message => Text("message");

    public string Reason => Text("reason");

    public string Version => Text("metadata", "resourceVersion");
}
