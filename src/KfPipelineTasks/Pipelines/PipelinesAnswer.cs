using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Pipelines;

/// <summary>What came back from the Pipelines API, or from something that stands before it.</summary>
/// <param name="Status">HTTP status; 0 when nothing answered.</param>
/// <param name="Text">The body, shortened; or why nothing answered.</param>
public sealed record PipelinesAnswer(int Status, string Text)
{
    private const int Quoted = 300;

    /// <summary>Where a redirect leads; null without one.</summary>
    public string? Location { get; init; }

    /// <summary>True when Identity-Aware Proxy answered itself.</summary>
    public bool IsFromProxy { get; init; }

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonElement? Json { get; init; }

    public bool IsGood => Status is >= 200 and < 300 && Json is not null;

    /// <summary>Status and the words that matter, for messages.</summary>
    public string InWords => Status == 0 ? Text
        : Location is { } location ? $"{Status}, on to {location.Split('?')[0]}"
        : (Json.Text("message") ?? Json.Text("error") ?? Text).Trim() is { Length: > 0 } said ? $"{Status}: {(said.Length > Quoted ? said[..Quoted] + "…" : said)}" : $"{Status}";
}
