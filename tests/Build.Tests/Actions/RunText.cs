using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Build.Tests.Actions;

/// <summary>What matters of a workflow's run, as text that is the same every time.</summary>
internal static partial class RunText
{
    public static string Of(JsonElement result)
    {
        var text = new StringBuilder($"workflow: {result.GetProperty("result").GetString()}\n");
        foreach (var error in Elements(result, "errors")) text.Append($"error: {error.GetString()}\n");
        foreach (var job in result.GetProperty("jobs").EnumerateObject())
        {
            text.Append($"\njob {job.Name}: {job.Value.GetProperty("result").GetString()}\n");
            foreach (var run in Elements(job.Value, "runs")) Run(text, run);
        }

        return text.ToString();
    }

    /// <summary>Every run of every job, called workflows included.</summary>
    public static IEnumerable<JsonElement> Runs(JsonElement result) => result.GetProperty("jobs").EnumerateObject()
        .SelectMany(job => Elements(job.Value, "runs")).SelectMany(run => run.TryGetProperty("called", out var called) ? Runs(called) : [run]);

    private static void Run(StringBuilder text, JsonElement run)
    {
        if (run.TryGetProperty("called", out var called))
        {
            text.Append(Of(called));
            return;
        }

        foreach (var step in Elements(run, "steps").Where(s => s.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)) Step(text, step);
        foreach (var annotation in Elements(run, "annotations")) text.Append($"{annotation.GetProperty("level").GetString()}: {Steady(annotation.GetProperty("message").GetString()!)}\n");
        foreach (var violation in Elements(run, "violations")) text.Append($"violation: {violation.GetString()}\n");
        foreach (var variable in run.GetProperty("env").EnumerateObject()) text.Append($"env of the job: {variable.Name}={variable.Value}\n");
        foreach (var path in Elements(run, "path")) text.Append($"path of the job: {path}\n");
        foreach (var line in run.GetProperty("summary").GetString()!.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal))) text.Append($"summary: {Steady(line)}\n");
    }

    private static void Step(StringBuilder text, JsonElement step)
    {
        text.Append($"step {step.GetProperty("id").GetString()}: {step.GetProperty("outcome").GetString()}\n");
        if (!step.TryGetProperty("outputs", out var outputs)) return;
        foreach (var output in outputs.EnumerateObject().Where(o => o.Value.GetString()!.Length > 0)) text.Append($"  {output.Name}: {Steady(output.Value.GetString()!)}\n");
    }

    // The inputs there are, are compared elsewhere.
    private static string Steady(string text) => Inputs().Replace(Folder().Replace(text, "<temp>/"), "");

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    [GeneratedRegex(", valid inputs are .*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inputs();

    [GeneratedRegex(@"/[^\n]*?/\\?_work/(_temp/kf-pipeline-tasks(/[0-9a-f]{32})?|repo/repo)/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folder();
}
