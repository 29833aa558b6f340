using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>A column of a table and how its cell is found.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type">string, integer, date, ...</param>
/// <param name="Format"><c>name</c> for the name column.</param>
/// <param name="Priority">0 is always shown, 1 with <c>-o wide</c>.</param>
/// <param name="Cell">The value for an object at a time.</param>
internal sealed record Column(string Name, string Type, string Format, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    public string Description { get; init; } = "";
}
