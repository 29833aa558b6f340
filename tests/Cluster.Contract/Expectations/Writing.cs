using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Writing
{
    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}""";

    public static async Task Creating_books_the_fields_for_the_manager(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps?fieldManager=maker", ConfigMap);
        Assert.Equal("""{"f:data":{".":{},"f:x":{}}}""", answer.At("metadata", "managedFields", 0, "fieldsV1")!.ToJsonString());
        Assert.Equal("Update", answer.Text("metadata", "managedFields", 0, "operation"));
    }

    public static async Task A_deployment_is_filled_in(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/apis/apps/v1/namespaces/{space}/deployments",
            """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"a"}},"template":{"metadata":{"labels":{"a":"a"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}""");
        Assert.Equal(1, answer.At("spec", "replicas")!.GetValue<int>());
        Assert.Equal("25%", answer.Text("spec", "strategy", "rollingUpdate", "maxSurge"));
        Assert.Equal("IfNotPresent", answer.Text("spec", "template", "spec", "containers", 0, "imagePullPolicy"));
    }

    public static async Task A_selector_does_not_change(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await A_deployment_exists(server, space);
        var answer = await server.PatchAsync($"/apis/apps/v1/namespaces/{space}/deployments/a", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}}}}}""");
        Assert.Equal((422, "Invalid"), (answer.Code, answer.Reason));
        Assert.Equal(("spec.selector", "FieldValueInvalid"), (answer.Text("details", "causes", 0, "field"), answer.Text("details", "causes", 0, "reason")));
        Assert.EndsWith("field is immutable", answer.Message, StringComparison.Ordinal);
    }

    private static Task A_deployment_exists(ApiServer server, string space) => server.CreateAsync($"/apis/apps/v1/namespaces/{space}/deployments",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"a"}},"template":{"metadata":{"labels":{"a":"a"}},"spec":{"containers":[{"name":"c","image":"i:1","env":[{"name":"A","value":"1"}]}]}}}}""");

    public static async Task Generation_counts_wishes_only(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await A_deployment_exists(server, space);
        var path = $"/apis/apps/v1/namespaces/{space}/deployments/a";
        var labelled = await server.PatchAsync(path, """{"metadata":{"labels":{"x":"y"}}}""");
        var scaled = await server.PatchAsync(path, """{"spec":{"replicas":3}}""");
        Assert.Equal((1, 2), (labelled.At("metadata", "generation")!.GetValue<int>(), scaled.At("metadata", "generation")!.GetValue<int>()));
    }

    public static async Task A_strategic_merge_merges_by_key_and_deletes_by_directive(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await A_deployment_exists(server, space);
        var path = $"/apis/apps/v1/namespaces/{space}/deployments/a";
        var merged = await server.PatchAsync(path, """{"spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"2"}]}]}}}}""", "strategic-merge-patch");
        Assert.Equal(2, merged.At("spec", "template", "spec", "containers", 0, "env")!.AsArray().Count);
        var deleted = await server.PatchAsync(path, """{"spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"$patch":"delete","name":"A"}]}]}}}}""", "strategic-merge-patch");
        Assert.Equal("B", deleted.Text("spec", "template", "spec", "containers", 0, "env", 0, "name"));
    }

    public static async Task Quantities_are_spelt_in_one_way(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/api/v1/namespaces/{space}/persistentvolumeclaims",
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1024Mi"}}}}""");
        Assert.Equal("1Gi", answer.Text("spec", "resources", "requests", "storage"));
    }

    public static async Task Text_of_a_secret_becomes_data(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/api/v1/namespaces/{space}/secrets", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"stringData":{"x":"hello"}}""");
        Assert.Equal(("aGVsbG8=", "Opaque"), (answer.Text("data", "x"), answer.Text("type")));
        Assert.Null(answer.At("stringData"));
    }

    public static async Task An_old_version_is_refused(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{space}/configmaps";
        var created = await server.CreateAsync(path, ConfigMap);
        await server.PatchAsync(path + "/a", """{"data":{"x":"2"}}""");
        var answer = await server.PatchAsync(path + "/a", $$$"""{"metadata":{"resourceVersion":"{{{created.Version}}}"},"data":{"x":"3"} }""");
        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
    }

    public static async Task A_patch_that_changes_nothing_is_not_stored(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{space}/configmaps";
        var created = await server.CreateAsync(path, ConfigMap);
        Assert.Equal(created.Version, (await server.PatchAsync(path + "/a", """{"data":{"x":"1"}}""")).Version);
    }

    public static async Task An_unknown_field_is_refused_when_strict_and_warned_about_otherwise(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"dat":{"x":"1"}}""";
        var strict = await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps?fieldValidation=Strict", Body);
        Assert.Equal((400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dat\""), (strict.Code, strict.Message));
        var warned = await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps?fieldValidation=Warn", Body);
        Assert.Equal(201, warned.Code);
        Assert.Equal("299 - \"unknown field \\\"dat\\\"\"", Assert.Single(warned.Warnings));
    }

    public static async Task A_bad_name_is_explained(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"Bad_Name"}}""");
        Assert.Equal(422, answer.Code);
        Assert.StartsWith("ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must", answer.Message, StringComparison.Ordinal);
    }

    public static async Task Broken_JSON_is_a_bad_request(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var answer = await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps", "{\"a\":");
        Assert.Equal((400, "BadRequest"), (answer.Code, answer.Reason));
    }

    public static async Task A_wrong_method_is_not_allowed(ApiServer server)
    {
        var answer = await server.SendAsync(HttpMethod.Delete, "/api/v1/namespaces");
        Assert.Equal((405, "MethodNotAllowed"), (answer.Code, answer.Reason));
    }
}
