using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Tests.Kube;

/// <summary>Whatever is sent, the answer is a well-formed object of the API, and the server goes on.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"a":"b"},"annotations":{"x":"y"},"finalizers":["e.com/f"],"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}]},
         "spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"strategy":{"type":"RollingUpdate"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"volumes":[{"name":"v","secret":{"secretName":"s"}}],
         "containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],"env":[{"name":"E","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"resources":{"limits":{"cpu":"1"},"requests":{"cpu":"500m"}},
         "volumeMounts":[{"name":"v","mountPath":"/v"}],"livenessProbe":{"httpGet":{"path":"/","port":80}}}]}}}}
        """;

    private const string Service = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"type":"NodePort","selector":{"a":"b"},"ports":[{"name":"p","port":80,"targetPort":"web","nodePort":30080}]}}""";
    private const string Webhooks = """{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"w"},"webhooks":[{"name":"a.b.c","admissionReviewVersions":["v1"],"sideEffects":"None","failurePolicy":"Ignore","clientConfig":{"service":{"name":"s","namespace":"n"}},"rules":[{"apiGroups":["x"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["things"]}]}]}""";
    private const string Definition = """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things.x.example.com"},"spec":{"group":"x.example.com","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"}}}}}}}]}}""";
    private const string Role = """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u"}]}""";

    private static readonly (string Path, string Name, string Document)[] Targets =
    [
        ("/apis/apps/v1/namespaces/default/deployments", "d", Deployment),
        ("/api/v1/namespaces/default/services", "s", Service),
        ("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", "w", Webhooks),
        ("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "things.x.example.com", Definition),
        ("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", "r", Role),
    ];

    private static readonly string[] Oddities = ["null", "true", "-1", "1e300", "\"\"", "\"x\"", "[]", "[null]", "{}", "{\"a\":null}", "[[1]]", "[{}]", "\"\\u0000\"", "{\"$patch\":\"delete\"}"];

    private KubeFixture _kube = null!;

    public async Task InitializeAsync() => _kube = await KubeFixture.StartAsync();

    public async Task DisposeAsync() => await _kube.DisposeAsync();

    /// <summary>A document in which some nodes were replaced by odd ones.</summary>
    private static JsonObject Spoilt(string document, IReadOnlyList<(int Place, string Odd)> changes)
    {
        var root = JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(document));
        foreach (var (place, odd) in changes)
        {
            var all = Places(root).ToList();
            if (all.Count > 0) all[place % all.Count](JsonNode.Parse(odd));
        }
        return root;
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node)
    {
        if (node is JsonObject map)
            foreach (var (name, value) in map.ToList())
            {
                if (name is not ("apiVersion" or "kind")) yield return odd => map[name] = odd;
                foreach (var inner in Places(value)) yield return inner;
            }
        else if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
            {
                var at = i;
                yield return odd => list[at] = odd;
                foreach (var inner in Places(list[at])) yield return inner;
            }
    }

    private static readonly Gen<(int Target, int Way, List<(int, string)> Changes)> Requests =
        from target in Gen.Choose(0, Targets.Length - 1)
        from way in Gen.Choose(0, 4)
        from count in Gen.Choose(1, 3)
        from places in Gen.ListOf(Gen.Choose(0, 400), count)
        from odds in Gen.ListOf(Gen.Elements(Oddities), count)
        select (target, way, places.Zip(odds).ToList());

    [Fact]
    public async Task Spoilt_documents_are_answered_by_the_API_whichever_way_they_come()
    {
        foreach (var (path, _, document) in Targets) await _kube.PostAsync(path, document);
        foreach (var (target, way, changes) in Requests.Sample(400, 30))
        {
            var (path, name, document) = Targets[target];
            var body = Json.ToText(Spoilt(document, changes));
            var answer = await (way switch
            {
                0 => _kube.PostAsync(path, body),
                1 => _kube.SendAsync(HttpMethod.Put, $"{path}/{name}", body),
                2 => _kube.ApplyAsync($"{path}/{name}", body, "fuzz", "&force=true"),
                3 => _kube.SendAsync(HttpMethod.Patch, $"{path}/{name}", body, "application/merge-patch+json"),
                _ => _kube.SendAsync(HttpMethod.Patch, $"{path}/{name}", body, "application/strategic-merge-patch+json"),
            });
            Assert.True(IsOfTheApi(answer), $"{way} {path}: {body}\n{answer.Code} {answer.Text}\n{string.Join('\n', _kube.Cluster.Mistakes)}");
        }
    }

    private static bool IsOfTheApi(KubeFixture.Answer answer)
    {
        var known = answer.Code is 200 or 201 or 400 or 404 or 409 or 422
            || (answer.Code == 500 && answer.Text.Contains("failed to create typed patch object", StringComparison.Ordinal));
        return known && answer.ContentType == "application/json" && Json.Text(answer.Json, "kind") is { Length: > 0 };
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"apiVersion\":\"v1\"}")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}")]
    [InlineData("not: [json")]
    public async Task A_body_that_is_no_object_of_the_kind_is_a_bad_request(string body)
    {
        foreach (var (method, path, type) in new[]
        {
            (HttpMethod.Post, "/api/v1/namespaces/default/configmaps", "application/json"),
            (HttpMethod.Post, "/api/v1/namespaces/default/configmaps", "application/yaml"),
            (HttpMethod.Patch, "/api/v1/namespaces/default/configmaps/a?fieldManager=m", "application/apply-patch+yaml"),
        })
        {
            var answer = await _kube.SendAsync(method, path, body, type);
            Assert.True(answer.Code is 400 or 422, $"{method} {type}: {answer.Code} {answer.Text}");
            Assert.Equal("Status", Json.Text(answer.Json, "kind"));
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?labelSelector=a+b+c")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?continue=nonsense")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=x")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?fieldSelector=x")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?watch=1&resourceVersion=x")]
    public async Task A_query_that_cannot_be_read_is_a_bad_request(string method, string path) =>
        Assert.Equal(400, (await _kube.SendAsync(new HttpMethod(method), path)).Code);

    [Fact]
    public async Task What_nobody_can_produce_is_not_acceptable() =>
        Assert.Equal(406, (await _kube.GetAsync("/api/v1/namespaces", "text/html")).Code);

    [Fact]
    public async Task A_deep_document_is_refused_or_kept_but_breaks_nothing()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);
        var answer = await _kube.ApplyAsync("/api/v1/namespaces/default/configmaps/a", $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{{deep}}}""");
        Assert.True(answer.Code is 400 or 500, $"{answer.Code}");
        Assert.Equal(200, (await _kube.GetAsync("/api/v1/namespaces")).Code);
    }

    [Fact]
    public async Task A_watch_from_before_the_kept_history_is_told_to_begin_again()
    {
        var list = await _kube.GetAsync("/api/v1/namespaces/default/configmaps");
        await _kube.PostAsync("/api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""");
        _kube.Cluster.Store.Compact();
        var answer = await _kube.GetAsync($"/api/v1/namespaces/default/configmaps?watch=1&resourceVersion={Json.Text(list.Json, "metadata", "resourceVersion")}");
        Assert.Equal(("ERROR", 410), (Json.Text(answer.Json, "type"), (int)Json.Number(answer.Json, "object", "code")!));
        Assert.StartsWith("too old resource version: ", Json.Text(answer.Json, "object", "message"), StringComparison.Ordinal);
    }
}
