using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>A name, or the key of a list item (<c>name="a"</c>, <c>containerPort=80,protocol="TCP"</c>, <c>="value"</c>).</summary>
internal readonly record struct FieldStep(string? Name, string? Key)
{
    /// <summary>True when a list item has this key; a key the item leaves out does not speak against it.</summary>
    public bool Fits(JsonNode? item)
    {
        var keys = Regex.Matches(Key!, @"(?<name>[\w./-]*)=(?<value>""(?:[^""\\]|\\.)*""|[^,]+)", RegexOptions.None, TimeSpan.FromSeconds(1));
        return keys.All(k =>
        {
            var value = JsonElement.Parse(k.Groups["value"].Value);
            var name = k.Groups["name"].Value;
            var actual = name.Length == 0 ? item : (item as JsonObject)?[name];
            return actual is null ? name.Length > 0 : JsonValues.Same(value, JsonElement.Parse(actual.ToJsonString()));
        });
    }
}
