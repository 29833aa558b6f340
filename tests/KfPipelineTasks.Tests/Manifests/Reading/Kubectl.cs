using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KfPipelineTasks.Tests.Manifests.Reading;

/// <summary>The oracle: what kubectl makes of a manifest. Needs no server.</summary>
internal static class Kubectl
{
    private const string Mark = "read-by-kubectl";

    /// <summary>The objects as kubectl would send them, in the order of the file; throws with kubectl's words when it refuses.</summary>
    public static IReadOnlyList<JsonNode> Read(string manifest)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.yaml");
        File.WriteAllText(file, manifest);
        try
        {
            return [.. Split(Run("label", "--local", "-f", file, "-o", "json", "--dry-run=client", $"{Mark}=yes")).Select(WithoutMark)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Run(params string[] words)
    {
        var start = new ProcessStartInfo("kubectl", words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result);
    }

    private static IEnumerable<JsonNode> Split(string output)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(output);
        for (var at = 0; at < bytes.Length;)
        {
            var reader = new System.Text.Json.Utf8JsonReader(bytes.AsSpan(at), new System.Text.Json.JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 500 });
            if (!reader.Read()) yield break;
            var node = JsonNode.Parse(ref reader)!;
            at += (int)reader.BytesConsumed;
            if (node["kind"]?.GetValue<string>() == "List" && node["items"] is JsonArray items)
                foreach (var item in items) yield return item!;
            else
                yield return node;
        }
    }

    private static JsonNode WithoutMark(JsonNode node)
    {
        var labels = node["metadata"]!["labels"]!.AsObject();
        labels.Remove(Mark);
        if (labels.Count == 0) node["metadata"]!.AsObject().Remove("labels");
        return node;
    }
}
