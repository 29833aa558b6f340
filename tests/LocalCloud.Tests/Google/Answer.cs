using System.Text.Json.Nodes;

namespace LocalCloud.Tests.Google;

/// <summary>An answer as a test looks at it.</summary>
internal sealed record Answer(int Status, JsonNode? Json, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A value by its path: <c>error.details[0].reason</c>.</summary>
    public string? this[string path]
    {
        get
        {
            var at = Json;
            foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
                at = step.StartsWith('[') ? (at as JsonArray)?.ElementAtOrDefault(int.Parse(step[1..^1])) : at?[step];
            return at switch { null => null, JsonValue value => value.ToString(), _ => at.ToJsonString() };
        }
    }

    /// <summary>The answer, which must be a success.</summary>
    public Answer Ok()
    {
        Assert.True(Status is >= 200 and < 300, $"HTTP {Status}: {Text}");
        return this;
    }

    /// <summary>The answer, which must be this refusal.</summary>
    public Answer Refused(int status, string? containing = null)
    {
        Assert.True(Status == status, $"Expected HTTP {status}, got {Status}: {Text}");
        if (containing is not null) Assert.Contains(containing, Json?["error"] is JsonObject ? this["error.message"] : Text, StringComparison.Ordinal);
        return this;
    }
}
