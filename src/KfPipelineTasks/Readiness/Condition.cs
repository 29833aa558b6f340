using System.Globalization;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>One condition of a live object.</summary>
/// <param name="Type">Such as <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">A word for programs; empty when not given.</param>
/// <param name="Message">Words for people; empty when not given.</param>
/// <param name="ObservedGeneration">The generation the condition speaks about; null when it does not say.</param>
/// <param name="Since">When the status last changed; null when it does not say.</param>
internal sealed record Condition(string Type, string Status, string Reason, string Message, long? ObservedGeneration, DateTimeOffset? Since)
{
    public bool IsTrue => Status == "True";

    public bool IsFalse => Status == "False";

    /// <summary>Reason and message as one phrase: <c>Updating: the resource is being created</c>; the status when neither is given.</summary>
    public string Words => (Reason, Message) switch
    {
        ("", "") => $"{Type} is {Status}",
        ("", _) => Message,
        (_, "") => Reason,
        _ => $"{Reason}: {Message}",
    };

    public static Condition Of(JsonElement condition) => new(
        condition.Text("type") ?? "",
        condition.Text("status") ?? "",
        condition.Text("reason") ?? "",
        (condition.Text("message") ?? "").Trim(),
        condition.Number("observedGeneration"),
        DateTimeOffset.TryParse(condition.Text("lastTransitionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null);
}
