using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Host;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Kube.Recorded;

/// <summary>Exchanges with a real kube-apiserver, replayed in order: the answers must be the same but for invented values.</summary>
public sealed partial class RecordedExchangesTests
{
    private const string ConfigMaps = "/api/v1/namespaces/demo/configmaps";
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 22, 4, 28, 10, TimeSpan.Zero));
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly StringBuilder _differences = new();

    [SharedFact("data", "kube", "recorded.json")]
    public async Task Every_recorded_request_gets_the_recorded_answer()
    {
        var exchanges = Json.Maps(JsonReading.ParseObject(await File.ReadAllBytesAsync(SharedData.Path("data", "kube", "recorded.json"))), "exchanges").ToList();
        await using var kube = await KubeFixture.StartAsync(new LocalCloudOptions { Time = _time, EstablishDelay = TimeSpan.FromSeconds(1) });
        var replayed = 0;
        foreach (var exchange in exchanges)
        {
            var title = Json.Text(exchange, "title")!;
            await PrepareAsync(kube, title);
            if (LeftOut.Contains(title)) continue;
            await ReplayAsync(kube, title, exchange);
            replayed++;
        }
        Assert.True(_differences.Length == 0, _differences.ToString());
        Assert.Equal(exchanges.Count - LeftOut.Count, replayed);
    }

    /// <summary>The recorded server could not do this; ours can.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "watch list with initial events" };

    /// <summary>What was done between two recorded exchanges.</summary>
    private async Task PrepareAsync(KubeFixture kube, string title)
    {
        switch (title)
        {
            case "the CRD established":
                await KubeFixture.UntilAsync("the definition to be established", async () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return (await kube.GetAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com")).Text.Contains("InitialNamesAccepted", StringComparison.Ordinal);
                });
                await KubeFixture.UntilAsync("widgets to be served", async () => (await kube.GetAsync("/apis/example.com/v1/widgets")).Code == 200);
                break;
            case "list, first page":
                for (var i = 0; i < 3; i++)
                    await kube.ApplyAsync($"{ConfigMaps}/p{i}", $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p{{{i}}}","labels":{"page":"y"} },"data":{"i":"{{{i}}}"} }""");
                break;
            case "delete an object with a finalizer (stays, deletionTimestamp)":
                await kube.ApplyAsync($"{ConfigMaps}/fin", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fin","finalizers":["example.com/hold"]}}""");
                break;
            case "the same; its service has no endpoints":
                await kube.PostAsync("/api/v1/namespaces/demo/services", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"gate-svc"},"spec":{"selector":{"app":"gate"},"ports":[{"port":443}]}}""");
                break;
            case "token request with an audience":
                await kube.PostAsync("/api/v1/namespaces/demo/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"robot"}}""");
                break;
            case "evict a pod that its budget protects":
                await BudgetAsync(kube, "b1");
                await kube.SendAsync(HttpMethod.Patch, "/api/v1/namespaces/demo/pods/pod1/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", "application/merge-patch+json");
                break;
            case "evict a pod under two budgets":
                await BudgetAsync(kube, "b2");
                break;
        }
    }

    private static async Task BudgetAsync(KubeFixture kube, string name)
    {
        const string Budgets = "/apis/policy/v1/namespaces/demo/poddisruptionbudgets";
        await kube.PostAsync(Budgets, $$$"""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"{{{name}}}"} ,"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"pdb"} } } }""");
        await kube.SendAsync(HttpMethod.Patch, $"{Budgets}/{name}/status",
            """{"status":{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}}""", "application/merge-patch+json");
    }

    private async Task ReplayAsync(KubeFixture kube, string title, JsonObject exchange)
    {
        var request = Json.Map(exchange, "request")!;
        var (path, body) = (Path(Json.Text(request, "path")!), Body(title, request));
        var sending = kube.SendAsync(new HttpMethod(Json.Text(request, "method")!), path, body,
            Json.Text(request, "contentType") ?? (Json.Text(request, "method") == "PATCH" ? "application/apply-patch+yaml" : "application/json"),
            await TokenAsync(kube, title), Json.Text(request, "accept"));
        if (title == "watch from a list, one change and one deletion") await ChangeWhileWatchedAsync(kube);
        if (path.Contains("watch=true", StringComparison.Ordinal)) await EndWatchAsync(sending);
        var answer = await sending;
        Compare(title, Json.Map(exchange, "response")!, answer);
    }

    /// <summary>Lets the time of a watch run out, once it runs.</summary>
    private async Task EndWatchAsync(Task sending)
    {
        var steps = 0;
        await KubeFixture.UntilAsync("the watch to end", async () =>
        {
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            if (++steps > 10) _time.Advance(TimeSpan.FromSeconds(1));
            return sending.IsCompleted;
        });
    }

    private static async Task ChangeWhileWatchedAsync(KubeFixture kube)
    {
        await kube.ApplyAsync($"{ConfigMaps}/p0", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p0","labels":{"page":"y"}},"data":{"i":"x"}}""");
        await kube.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/p1");
    }

    private string Path(string path)
    {
        // Requests whose bodies were shortened lost their query as well.
        if (path.EndsWith("/configmaps/big", StringComparison.Ordinal)) path += "?fieldManager=m1";
        return Learnt().Replace(path, match => $"{match.Groups["name"].Value}={_known.GetValueOrDefault(match.Groups["value"].Value, match.Groups["value"].Value)}");
    }

    [GeneratedRegex("(?<name>resourceVersion|continue)=(?<value>[^&]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Learnt();

    private static string? Body(string title, JsonObject request)
    {
        if (title.EndsWith("(body shortened)", StringComparison.Ordinal)) return LargeBody(title);
        return request["body"] switch
        {
            null => null,
            JsonValue text when Json.Text(text) is { } yaml => yaml,
            var document => Json.ToText(document),
        };
    }

    private static string LargeBody(string title) => title[0] switch
    {
        'a' when title.StartsWith("a config map", StringComparison.Ordinal) => $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big"},"data":{"a":"{{{new string('x', 1_100_000)}}}"} }""",
        'a' when title.StartsWith("a request", StringComparison.Ordinal) => $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big"},"data":{"a":"{{{new string('x', 3_200_000)}}}"} }""",
        _ => $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"ann","annotations":{"a":"{{{new string('x', 270_000)}}}"} } }""",
    };

    private static async Task<string?> TokenAsync(KubeFixture kube, string title)
    {
        if (title == "no credentials") return null;
        if (title == "wrong token") return "wrong";
        if (title is not ("a service account without rights: forbidden" or "self subject access review")) return "";
        var answer = await kube.PostAsync("/api/v1/namespaces/demo/serviceaccounts/robot/token", "{}");
        return Json.Text(answer.Json, "status", "token");
    }

    private void Compare(string title, JsonObject expected, KubeFixture.Answer answer)
    {
        if (Json.Number(expected, "status") != answer.Code) Differs(title, "status", Json.Number(expected, "status")?.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{answer.Code} {answer.Text[..Math.Min(answer.Text.Length, 600)]}");
        if (Json.Text(expected, "headers", "Content-Type") is { } type && type != answer.ContentType) Differs(title, "content type", type, answer.ContentType);
        if (expected["body"] is not { } body) return;
        if (Json.Text(body) is { } text)
        {
            if (text != answer.Text) Differs(title, "body", text, answer.Text);
            return;
        }
        var actual = body is JsonArray
            ? new JsonArray([.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode?)JsonReading.ParseObject(Encoding.UTF8.GetBytes(line)))])
            : (JsonNode)answer.Json;
        Learn(body, actual);
        if (title.Contains("shown)", StringComparison.Ordinal)) actual = OnlyShown(body, actual);
        CompareTrees(title, "", InventedValues.Blank(body), InventedValues.Blank(actual));
    }

    /// <summary>Remembers which of our versions and tokens stands for which recorded one.</summary>
    private void Learn(JsonNode? recorded, JsonNode? ours)
    {
        if (recorded is JsonObject left && ours is JsonObject right)
        {
            foreach (var name in new[] { "resourceVersion", "continue" })
                if (Json.Text(left, name) is { } was && Json.Text(right, name) is { } isNow) _known[was] = isNow;
            foreach (var (name, value) in left) Learn(value, right[name]);
        }
        else if (recorded is JsonArray first && ours is JsonArray second)
        {
            foreach (var (one, other) in first.Zip(second)) Learn(one, other);
        }
    }

    private static JsonNode OnlyShown(JsonNode expected, JsonNode actual)
    {
        var copy = (JsonObject)actual.DeepClone();
        if (Json.Map(expected, "paths") is { } paths)
            copy["paths"] = new JsonObject(paths.Select(pair => KeyValuePair.Create(pair.Key, Json.At(actual, "paths", pair.Key)?.DeepClone())));
        if (Json.List(expected, "items") is { } items)
        {
            var names = items.Select(item => Json.Text(item, "metadata", "name")).ToHashSet(StringComparer.Ordinal);
            copy["items"] = new JsonArray([.. Json.Maps(actual, "items").Where(item => names.Contains(Json.Text(item, "metadata", "name"))).Select(item => (JsonNode)item.DeepClone())]);
        }
        return copy;
    }

    private void CompareTrees(string title, string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key), StringComparer.Ordinal))
                {
                    if (!left.ContainsKey(name)) Differs(title, $"{path}.{name}", "(absent)", Json.ToText(right[name]));
                    else if (!right.ContainsKey(name)) Differs(title, $"{path}.{name}", Json.ToText(left[name]), "(absent)");
                    else CompareTrees(title, $"{path}.{name}", left[name], right[name]);
                }
                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < left.Count; i++) CompareTrees(title, $"{path}[{i}]", left[i], right[i]);
                break;
            default:
                if (!Json.Same(expected, actual) && !IsManagerOfServer(expected, actual)) Differs(title, path, Json.ToText(expected), Json.ToText(actual));
                break;
        }
    }

    /// <summary>The recorded server ran under a name of its own.</summary>
    private static bool IsManagerOfServer(JsonNode? expected, JsonNode? actual) => Json.Text(expected) == "kas" && Json.Text(actual) == "kube-apiserver";

    private void Differs(string title, string where, string? expected, string? actual) =>
        _differences.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{title}: {where}\n  expected {expected}\n  actual   {actual}");
}
