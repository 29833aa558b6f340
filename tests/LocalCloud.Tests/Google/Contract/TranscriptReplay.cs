using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Google.ConfigController;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Tokens;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>
/// Sends again what gcloud was recorded to send. The answers of the recording are canned; ours are kept instead: names of
/// operations, etags and keys that the server invented are put in their place in what follows.
/// </summary>
internal sealed class TranscriptReplay(GoogleServer server)
{
    // The cloud the recording was made against, as far as its commands show it.
    public const string Cloud = """
        projects:
          - id: kfp-proj
            number: "123456789012"
            services: [container, iam, iamcredentials, compute, iap, cloudresourcemanager, krmapihosting, sts]
            policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
            serviceAccounts: [{id: kfp-node}]
            identityPools: [{id: gh, providers: [{id: gh, audiences: [x]}]}]
            clusters:
              - {name: kfp, location: us-central1-a}
              - {name: reg, location: us-central1, nodePools: [{name: default-pool, nodes: 1}]}
              - {name: auto, location: us-central1, autopilot: true}
            backendServices: [{name: k8s1-abc, id: "987654321"}]
            buckets: {kfp-b1: US}
        """;

    // What the recording emulator was told to refuse in a record: the same, by the names of our own faults.
    private static readonly Dictionary<string, string> Faults = new()
    {
        ["nodepools.create.gpu"] = "faults: [{times: 1, match: {method: POST, path: nodePools}, then: {status: 400, body: {error: {code: 400, message: canned}}}}]",
        ["sa.describe.403"] = "faults: [{named: permission-denied, times: 1}]",
        ["project.add-binding.409x2"] = "faults: [{named: etag-race, times: 1}]",
        ["project.set.400-sa-missing"] = "faults: [{named: account-missing-in-policy, times: 1}]",
        ["project.403"] = "faults: [{named: permission-denied, times: 2}]",
        ["iap.web.add.409"] = "faults: [{named: etag-race, times: 1}]",
        ["iap.409"] = "faults: [{named: etag-race, times: 1}]",
        ["container.403.disabled"] = "faults: [{named: service-disabled, times: 1}]",
        ["container.403.scopes"] = "faults: [{named: scope-insufficient, times: 1}]",
        ["container.401"] = "faults: [{named: token-expired, times: 2}]",
        ["container.429"] = "faults: [{named: rate-limited, times: 2}]",
        ["container.503"] = "faults: [{named: unavailable, times: 1}]",
        ["container.post.503"] = "faults: [{named: unavailable, times: 1}]",
        ["nodepools.create.429"] = "faults: [{named: concurrent-operations, times: 2}]",
        ["storage.412"] = "faults: [{named: bucket-etag-race, times: 1}]",
        ["container.op.error"] = "operations: [{type: CREATE_NODE_POOL, target: qfail, message: canned}]",
    };

    // Where ours answers otherwise, and why that is what the real one does.
    private static readonly Dictionary<string, (int Status, string Why)> Differences = new()
    {
        ["sa.describe.404"] = (403, "with the wildcard project the real service answers 403 for an account that does not exist"),
        ["projects.list"] = (200, "the emulator of the recording did not serve it"),
        ["projects.test-iam"] = (200, "the emulator of the recording did not serve it"),
        ["disable_credentials"] = (401, "no token, no answer"),
    };

    // Real bucket names have three letters at least; our accelerator types fit one page.
    private readonly Dictionary<string, string> _names = new() { ["/b/b1?"] = "/b/kfp-b1?", ["&pageToken=PAGE2"] = "" };

    /// <summary>Replays the records of a session and returns what was not acceptable.</summary>
    public async Task<List<string>> RunAsync(IEnumerable<JsonObject> records)
    {
        var problems = new List<string>();
        foreach (var record in records)
        {
            var name = record["name"]!.GetValue<string>();
            await PrepareAsync(name);
            foreach (var exchange in record["exchanges"]!.AsArray().Select(item => (JsonObject)item!))
                problems.AddRange((await ReplayAsync(name, exchange)).Select(problem => $"{name}: {exchange["method"]} {exchange["url"]}: {problem}"));
            server.World.Options.Faults.Clear();
        }

        return problems;
    }

    private async Task PrepareAsync(string name)
    {
        // Between two commands the clock goes on; an operation that is to be found busy is the exception.
        if (name is not ("nodepools.create.busy2" or "operations.list" or "operations.describe" or "operations.cancel" or "services.enable.async")) server.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.World.SettleAsync(CancellationToken.None);
        if (name is "sa.keys.create.403" or "keys.create.fail.fresh") server.World.Projects.Put(Project with { Constraints = ["constraints/iam.disableServiceAccountKeyCreation"] });
        if (Faults.TryGetValue(name, out var faults)) FaultFile.Load(server.World.Options.Faults, name, faults);
        await ProvideAsync(name);
    }

    // Some records begin in the middle of a story: what the emulator was prepared with is made here.
    private async Task ProvideAsync(string name)
    {
        if (name is "krm.operations.describe") _names["operation-krm-1"] = Controllers.Create(Project, "us-central1", "other", [], null).Id.Split('/')[^1];
        if (name is "config-controller.create.409") await Controllers.AddRunningAsync(Project, "us-central1", "kcc", [], CancellationToken.None);
        if (name is "sa.keys.delete" && !server.World.Keys.Of(Account("kfp-run")).Any()) server.World.Keys.Create(Account("kfp-run"), server.Address);
        if (name is "impersonate") Allow("x");
        if (name is "wif.list" or "wif.override.url" or "plugin.adc.wif") Allow("ci");
        if (name is "sa.activate" or "sa.cred-override" or "plugin.adc.sa" or "kubectl.sa") Ensure("ci");
        if (name.StartsWith("sa.keys", StringComparison.Ordinal) || name.StartsWith("project.add", StringComparison.Ordinal) || name is "keys.create.fail.fresh") Ensure("kfp-run");
    }

    private ConfigControllers Controllers => server.World.ConfigControllers;

    private Project Project => server.World.Projects.Get(GoogleServer.Project);

    private static string Account(string id) => $"{id}@kfp-proj.iam.gserviceaccount.com";

    private ServiceAccount Ensure(string id) => server.World.ServiceAccounts.Find(Account(id)) ?? server.World.ServiceAccounts.Ensure("kfp-proj", Account(id));

    private void Allow(string id) =>
        server.World.Policies.Set(Ensure(id).Name, [new Binding("roles/iam.serviceAccountTokenCreator", ["user:owner@example.com", $"principalSet://iam.googleapis.com/projects/{GoogleServer.Number}/locations/global/workloadIdentityPools/gh/*"])], null);

    private async Task<IReadOnlyList<string>> ReplayAsync(string name, JsonObject exchange)
    {
        var (method, url) = (exchange["method"]!.GetValue<string>(), Translate(exchange["url"]!.GetValue<string>()));
        if (url.Contains("/operations/", StringComparison.Ordinal) && !name.Contains("busy", StringComparison.Ordinal)) server.Clock.Advance(TimeSpan.FromMinutes(2));
        var answer = await SendAsync(name, exchange, method, url);
        Learn(exchange["response"], answer);

        var (expected, why) = Differences.TryGetValue(name, out var difference) && !url.Contains("/clusters/nope", StringComparison.Ordinal) ? difference : (exchange["status"]!.GetValue<int>(), "");
        if (answer.Status != expected) return [$"HTTP {answer.Status} instead of {expected} {why}: {answer.Text}"];
        return ApiContract.Problems(method, url, exchange["body"] is JsonObject body && !body.ContainsKey("_raw") ? Translate(body) : null, answer.Status, answer.Json);
    }

    private async Task<Answer> SendAsync(string name, JsonObject exchange, string method, string url)
    {
        server.IsChecked = false;
        server.Token = name == "disable_credentials" ? null : GoogleOptions.RehearsalToken;
        if (exchange["body"] is not JsonObject body) return await server.SendAsync(new HttpMethod(method), url);
        if (body["_raw"] is null) return await server.SendAsync(new HttpMethod(method), url, Translate(body));
        using var form = new FormUrlEncodedContent(Form(body["_raw"]!.GetValue<string>()));
        return await server.SendAsync(new HttpMethod(method), url, form);
    }

    // The recorded assertions are signed with a key that is gone, and the recorded job token is not signed at all.
    private IEnumerable<KeyValuePair<string, string>> Form(string raw)
    {
        foreach (var (field, value) in raw.Split('&').Select(pair => (Field: pair.Split('=')[0], Value: Uri.UnescapeDataString(pair[(pair.IndexOf('=') + 1)..].Replace('+', ' ')))))
        {
            yield return new(field, field switch { "assertion" => Resigned(value), "subject_token" => server.World.GitHub.Issue("x"), _ => value });
        }
    }

    private string Resigned(string assertion)
    {
        var claims = Jwt.Read(assertion)!.Claims;
        var file = JsonNode.Parse(server.World.Keys.Create(Account("ci"), server.Address).CredentialsFile)!;
        using var rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(file["private_key"]!.GetValue<string>());
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        claims["iat"] = now;
        claims["exp"] = now + 3600;
        if (claims["aud"]!.GetValue<string>().StartsWith("http://127.0.0.1", StringComparison.Ordinal)) claims["aud"] = $"{server.Address}/oauth/token";
        var signed = Jwt.Sign(claims, rsa, file["private_key_id"]!.GetValue<string>());
        return signed;
    }

    private JsonObject Translate(JsonObject body) => (JsonObject)JsonNode.Parse(Translate(body.ToJsonString()))!;

    private string Translate(string text)
    {
        foreach (var (recorded, ours) in _names) text = text.Replace(recorded, ours, StringComparison.Ordinal);
        return text;
    }

    // What the server invented, wherever both answers have it in the same place.
    private void Learn(JsonNode? recorded, Answer answer)
    {
        if (recorded is not JsonObject canned || answer.Json is not JsonObject ours || answer.Status >= 300) return;
        foreach (var field in (string[])["name", "etag"])
        {
            if (canned[field]?.GetValue<string>() is not { } was || ours[field]?.GetValue<string>() is not { } isNow || was == isNow) continue;
            if (field == "name" && !Regex.IsMatch(was, "operation|/keys/")) continue;
            _names[was] = isNow;
            _names[was.Replace('+', '-').Replace('/', '_')] = isNow;
        }

        LearnFromLists(canned, ours);
    }

    private void LearnFromLists(JsonObject canned, JsonObject ours)
    {
        if (canned["operations"] is JsonArray operations && ours["operations"] is JsonArray { Count: > 0 } here)
            _names[operations[0]!["name"]!.GetValue<string>()] = here[^1]!["name"]!.GetValue<string>();
        if (canned["keys"] is JsonArray { Count: > 0 } keys && ours["keys"] is JsonArray { Count: > 0 } held)
            _names[Last(keys[0]!)] = Last(held[0]!);
    }

    private static string Last(JsonNode key) => key["name"]!.GetValue<string>().Split('/')[^1];
}
