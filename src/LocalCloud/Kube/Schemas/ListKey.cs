using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Schemas;

/// <summary>A field that identifies an item of a list map, with the value it has when the item does not say.</summary>
internal sealed record ListKey(string Name, JsonNode? Default);
