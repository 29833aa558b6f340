using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Answers our requests with what gcloud was answered, one after the other, and keeps both sides as lines that can be compared.</summary>
internal sealed class Replay
{
    private static readonly Lazy<JsonArray> Records = new(() => (JsonArray)JsonNode.Parse(File.ReadAllBytes(SharedData.Path("data", "gcp", "gcloud-transcripts.json")))!["records"]!);
    private readonly List<JsonObject> _exchanges;
    private readonly Regex? _looks;
    private readonly List<string> _sent = [];

    /// <param name="record">Name of a recorded command of gcloud.</param>
    /// <param name="most">How many of its exchanges count; what follows is gcloud looking at its own operation.</param>
    /// <param name="skip">Exchanges at the beginning that we do not have.</param>
    /// <param name="looks">Requests of ours that gcloud has none for: they are answered with nothing and not compared.</param>
    public Replay(string record, int most, int skip, Regex? looks = null)
    {
        _looks = looks;
        _exchanges = [.. ((JsonArray)Records.Value.OfType<JsonObject>().First(r => (string?)r["name"] == record)["exchanges"]!).OfType<JsonObject>().Skip(skip).Take(most)];
    }

    /// <summary>What gcloud sent.</summary>
    public IReadOnlyList<string> Gcloud => [.. _exchanges.Select(e => Line((string)e["method"]!, (string)e["url"]!, e["body"]))];

    /// <summary>What we sent.</summary>
    public IReadOnlyList<string> Ours => _sent;

    public async Task RunAsync(Func<GoogleCloud, Task> work)
    {
        var variables = new[] { ("CONTAINER", "container/"), ("IAM", "iam/"), ("CLOUDRESOURCEMANAGER", "crm/"), ("SERVICEUSAGE", "su/"), ("IAP", "iap/"), ("COMPUTE", "compute/compute/v1/"), ("STORAGE", "storage/storage/v1/"), ("KRMAPIHOSTING", "krm/") }
            .ToDictionary(a => $"CLOUDSDK_API_ENDPOINT_OVERRIDES_{a.Item1}", a => $"http://127.0.0.1:1/{a.Item2}");
        using var door = GcpDoor.Create(GcpEndpoints.From(variables), new FixedToken(new Secret("token")), new FastClock(), new GcpDoorOptions { Between = _ => new Handler(this) });
        try
        {
            await work(new GoogleCloud(door, new Recorder(), TimeSpan.FromMinutes(30)));
        }
        catch (RecordEndsException)
        {
            // What we do further has no counterpart: it is not compared.
        }
    }

    // Query and members in one order; alt=json says what we always want.
    private static string Line(string method, string url, JsonNode? body)
    {
        var parts = Uri.UnescapeDataString(url).Split('?', 2);
        var query = parts.Length == 1 ? "" : string.Join('&', parts[1].Split('&').Where(q => q != "alt=json").Order(StringComparer.Ordinal));
        return $"{method} {parts[0]}{(query.Length == 0 ? "" : $"?{query}")}{(body is null ? "" : $" {Sorted(body)!.ToJsonString()}")}";
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private sealed class RecordEndsException : Exception;

    private sealed class Handler(Replay replay) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var line = Line(request.Method.Method, request.RequestUri!.PathAndQuery, bytes.Length == 0 ? null : JsonNode.Parse(bytes));
            // A look before the act: gcloud does not look.
            if (replay._looks?.IsMatch(line) == true) return new HttpResponseMessage { Content = new StringContent("{}") };
            var at = replay._sent.Count;
            if (at == replay._exchanges.Count) throw new RecordEndsException();
            replay._sent.Add(line);
            var answer = replay._exchanges[at];
            return new HttpResponseMessage((HttpStatusCode)(int)answer["status"]!)
            {
                Content = new StringContent(answer["response"] is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : answer["response"]?.ToJsonString() ?? "{}", Encoding.UTF8, "application/json"),
            };
        }
    }
}
