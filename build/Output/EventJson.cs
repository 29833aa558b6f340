using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Lines and tables as JSON: the same fields in the lines for programs and in the report.</summary>
internal static class EventJson
{
    /// <summary>The fields of a line, into an object that is open.</summary>
    public static void Fields(Utf8JsonWriter json, OutputEvent.Line line)
    {
        json.WriteString("level", line.Level.ToString().ToLowerInvariant());
        json.WriteString("text", line.Text);
        if (line.At is { } at)
        {
            json.WriteString("file", at.File);
            if (at.Line > 0) json.WriteNumber("line", at.Line);
            if (at.Column > 0) json.WriteNumber("column", at.Column);
        }

        if (line.Next is not null) json.WriteString("next", line.Next);
    }

    /// <summary>The fields of a table, into an object that is open: one object per row.</summary>
    public static void Fields(Utf8JsonWriter json, Table table)
    {
        json.WriteString("title", table.Title);
        json.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Count; i++) json.WriteString(table.Headings[i], row[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
