using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Cells of Jobs.</summary>
internal static class JobCells
{
    public static string Status(JsonObject job)
    {
        foreach (var type in new[] { "Complete", "Failed", "Suspended", "FailureTarget" })
            if (Json.Maps(job, "status", "conditions").Any(one => Json.Text(one, "type") == type && Json.Text(one, "status") == "True")) return type;
        return "Running";
    }

    public static string Duration(JsonObject job, DateTimeOffset now)
    {
        if (Json.Text(job, "status", "startTime") is not { } start) return "";
        var end = Json.Text(job, "status", "completionTime") is { } done && DateTimeOffset.TryParse(done, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : now;
        return Ages.Since(start, end);
    }
}
