using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Wire;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>
/// What real Google APIs were recorded to answer, compared with ours: the same status, the same words in refusals, the same
/// fields of the same kinds. Fields we leave out are named here.
/// </summary>
public sealed class RecordedTests
{
    private static readonly (string Host, string Prefix)[] Hosts =
    [
        ("container.googleapis.com", "/container"), ("iam.googleapis.com", "/iam"), ("compute.googleapis.com", "/compute"), ("serviceusage.googleapis.com", "/su"),
        ("cloudresourcemanager.googleapis.com", "/crm"), ("cloudbilling.googleapis.com", "/billing"), ("sqladmin.googleapis.com", "/sqladmin"),
    ];

    // Not served: networks, subnets, making projects, rights on billing accounts.
    private static readonly string[] NotServed = ["/networks", "/subnetworks", "/billingAccounts/"];

    // Fields of real answers that no deployment reads; the list is what is left out, and nothing else may be missing.
    private static readonly HashSet<string> LeftOut =
    [
        "anonymousAuthenticationConfig", "clusterTelemetry", "nodePoolAutoConfig", "nodePoolDefaults", "notificationConfig", "podAutoscaling", "protectConfig", "rbacBindingConfig",
        "userManagedKeysConfig", "autoprovisioningNodePoolDefaults", "enableK8sTokensViaDns", "globalAccess", "podCidrOverprovisionConfig", "advancedDatapathObservabilityConfig",
        "serviceExternalIpsConfig", "bootDisk", "kubeletConfig", "instanceLifecyclePolicy", "instanceTemplate", "updatePolicy", "fingerprint", "creationTimestamp",
        "databaseInstalledVersion", "geminiConfig", "maintenanceVersion", "satisfiesPzi", "serverCaCert", "sqlNetworkArchitecture", "upgradableDatabaseVersions", "iamStatus", "passwordPolicy",
        "transactionalLogStorageState", "privateCluster", "subnetwork",
    ];

    [SharedTheory("data", "gcp", "recorded")]
    [InlineData("iamserviceaccount")]
    [InlineData("iamserviceaccount-full")]
    [InlineData("iamserviceaccount-disabled")]
    [InlineData("iamserviceaccountkey")]
    [InlineData("globalcomputeaddress")]
    [InlineData("serviceusage-service-crud")]
    [InlineData("container-clusters-crud")]
    [InlineData("containercluster-minimal")]
    [InlineData("containercluster-private-masteripv4cidr")]
    [InlineData("containercluster-dnsendpoint-ipendpoint")]
    [InlineData("containernodepool")]
    [InlineData("containernodepoolremovetaint")]
    [InlineData("sqlinstance-mysql-minimal-direct")]
    public async Task Our_answers_have_the_shape_of_the_recorded_ones(string log)
    {
        await using var server = await GoogleServer.StartAsync();
        server.IsChecked = false;
        var names = new Dictionary<string, string>();
        var problems = new List<string>();
        if (log == "serviceusage-service-crud") foreach (var service in (string[])["compute", "container"]) server.World.Services.Disable(GoogleServer.Project, $"{service}.googleapis.com");
        foreach (var exchange in Served(RecordedExchange.Read(SharedData.Path("data", "gcp", "recorded", $"{log}.http.log"))))
        {
            if (exchange.Url.AbsolutePath.Contains("/operations/", StringComparison.Ordinal)) server.Clock.Advance(TimeSpan.FromMinutes(2));
            var answer = await server.SendAsync(new HttpMethod(exchange.Method), Path(exchange, names), Body(exchange));
            Learn(names, exchange.Answer, answer.Json);
            var found = answer.Status == exchange.Status ? Compare(exchange.Answer, answer.Json, "") : [$"HTTP {answer.Status} instead of {exchange.Status}: {answer.Text}"];
            problems.AddRange(found.Select(problem => $"{exchange.Method} {exchange.Url.AbsolutePath}: {problem}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems.Distinct()));
    }

    // An exchange that is not served takes the look at its operation with it.
    private static IEnumerable<RecordedExchange> Served(IReadOnlyList<RecordedExchange> all)
    {
        var skipsOperation = false;
        foreach (var exchange in all)
        {
            var path = exchange.Url.AbsolutePath;
            if (NotServed.Any(path.Contains)) skipsOperation = exchange.Method != "GET";
            else if (skipsOperation && path.Contains("/operations/", StringComparison.Ordinal)) skipsOperation = false;
            else yield return exchange;
        }
    }

    private static string Path(RecordedExchange exchange, Dictionary<string, string> names)
    {
        var path = Hosts.First(host => host.Host == exchange.Url.Host).Prefix + exchange.Url.AbsolutePath.Replace("/v1beta1/", "/v1/", StringComparison.Ordinal);
        return names.Aggregate(path, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)) + exchange.Url.Query;
    }

    // The logs speak v1beta1 of GKE: fields that v1 does not know are left out.
    private static JsonNode? Body(RecordedExchange exchange)
    {
        if (exchange.Body is not JsonObject body || exchange.Url.Host != "container.googleapis.com") return exchange.Body;
        var message = exchange.Method == "PUT" ? exchange.Url.AbsolutePath.Contains("/nodePools/", StringComparison.Ordinal) ? "UpdateNodePoolRequest" : "UpdateClusterRequest"
            : exchange.Url.AbsolutePath.EndsWith("/nodePools", StringComparison.Ordinal) ? "CreateNodePoolRequest" : "CreateClusterRequest";
        return Known(FieldTable.Of("container", "google.container.v1"), message, body);
    }

    private static JsonObject Known(FieldTable table, string message, JsonObject body)
    {
        var known = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (!table.Messages[message].TryGetValue(name, out var type)) continue;
            var inner = type.TrimEnd('[', ']');
            known[name] = (table.Messages.ContainsKey(inner), value) switch
            {
                (true, JsonObject child) => Known(table, inner, child),
                (true, JsonArray list) => new JsonArray([.. list.Select(item => (JsonNode)Known(table, inner, (JsonObject)item!))]),
                _ => value?.DeepClone(),
            };
        }

        return known;
    }

    private static void Learn(Dictionary<string, string> names, JsonNode? recorded, JsonNode? ours)
    {
        if (recorded?["name"]?.GetValue<string>() is not { } was || ours?["name"]?.GetValue<string>() is not { } isNow) return;
        if (was.EndsWith("OPERATION", StringComparison.Ordinal)) names["OPERATION"] = isNow.Split('/')[^1];
        if (was.EndsWith("/keys/KEY", StringComparison.Ordinal)) names["KEY"] = isNow.Split('/')[^1];
        if (recorded["nodePools"]?[0]?["instanceGroupUrls"]?[0] is { } group) names[Last(group)] = Last(ours["nodePools"]![0]!["instanceGroupUrls"]![0]!);
        if (recorded["instanceGroupUrls"]?[0] is { } own && recorded["nodePools"] is null) names[Last(own)] = Last(ours["instanceGroupUrls"]![0]!);
    }

    private static string Last(JsonNode url) => url.GetValue<string>().Split('/')[^1];

    private static IEnumerable<string> Compare(JsonNode? recorded, JsonNode? ours, string path)
    {
        if (recorded is JsonObject theirs && ours is JsonObject here)
        {
            foreach (var (name, value) in theirs)
            {
                if (here.TryGetPropertyValue(name, out var mine)) foreach (var problem in Compare(value, mine, $"{path}.{name}")) yield return problem;
                else if (!LeftOut.Contains(name) && value is not JsonObject { Count: 0 }) yield return $"{path}.{name} is missing";
            }
        }
        else if (recorded is JsonArray { Count: > 0 } list && ours is JsonArray { Count: > 0 } mine)
        {
            foreach (var problem in Compare(list[0], mine[0], $"{path}[0]")) yield return problem;
        }
        else if (Kind(recorded) != Kind(ours))
        {
            yield return $"{path} is {Kind(ours)}, recorded was {Kind(recorded)}";
        }
        else if (path.EndsWith("error.message", StringComparison.Ordinal) && recorded!.ToString() != ours!.ToString())
        {
            yield return $"says '{ours}', recorded was '{recorded}'";
        }
    }

    private static JsonValueKind? Kind(JsonNode? value) => value?.GetValueKind() is JsonValueKind.False ? JsonValueKind.True : value?.GetValueKind();
}
