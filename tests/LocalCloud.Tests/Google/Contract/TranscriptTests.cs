using System.Text.Json.Nodes;
using LocalCloud.Scenarios;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>Every request that gcloud was recorded to send gets an answer it accepts, and one that fits the discovery documents.</summary>
public sealed class TranscriptTests
{
    [SharedFact("data", "gcp", "gcloud-transcripts.json")]
    public async Task Every_recorded_request_of_gcloud_gets_an_acceptable_answer()
    {
        var transcripts = JsonNode.Parse(await File.ReadAllBytesAsync(SharedData.Path("data", "gcp", "gcloud-transcripts.json")))!;
        var sessions = transcripts["records"]!.AsArray().Select(record => (JsonObject)record!).GroupBy(record => record["session"]!.GetValue<string>()).ToList();
        var problems = new List<string>();
        var exchanges = 0;
        foreach (var session in sessions)
        {
            await using var server = await GoogleServer.StartAsync(scenario: ScenarioFile.Parse("transcripts", TranscriptReplay.Cloud));
            problems.AddRange((await new TranscriptReplay(server).RunAsync(session)).Select(problem => $"{session.Key} {problem}"));
            exchanges += session.Sum(record => record["exchanges"]!.AsArray().Count);
        }

        Assert.True(exchanges > 200, $"{exchanges} exchanges only");
        Assert.True(problems.Count == 0, $"{problems.Count} of {exchanges}:\n{string.Join('\n', problems)}");
    }
}
