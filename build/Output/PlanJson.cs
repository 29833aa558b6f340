using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Plans and changes as JSON: the same fields in the lines for programs and in the plan file of a workflow step.</summary>
internal static class PlanJson
{
    /// <summary>The fields of a change, into an object that is open.</summary>
    public static void Fields(Utf8JsonWriter json, Change change)
    {
        json.WriteString("subject", change.Subject);
        json.WriteString("outcome", change.Outcome.Word());
        if (change.Component is not null) json.WriteString("component", change.Component);
        if (change.Because is not null) json.WriteString("because", change.Because);
        if (change.Fields.Count == 0) return;
        json.WriteStartArray("fields");
        foreach (var field in change.Fields)
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            json.WriteString("before", field.Before);
            json.WriteString("after", field.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The fields of a plan, into an object that is open.</summary>
    public static void Fields(Utf8JsonWriter json, Plan plan)
    {
        json.WriteString("title", plan.Title);
        json.WriteBoolean("empty", plan.IsEmpty);
        json.WriteBoolean("blocked", plan.IsBlocked);
        json.WriteStartArray("changes");
        foreach (var change in plan.Changes)
        {
            json.WriteStartObject();
            Fields(json, change);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
