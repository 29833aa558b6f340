using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Applying
{
    private static string Config(string name, string data, string more = "") => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"{{more}}},"data":{{data}}}""";

    public static async Task Applying_twice_leaves_the_version_alone(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        var first = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        var second = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        Assert.Equal((201, 200), (first.Code, second.Code));
        Assert.Equal(first.Version, second.Version);
    }

    public static async Task A_field_no_longer_applied_goes(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        await server.ApplyAsync(path, Config("a", """{"x":"1","y":"2"}"""));
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        Assert.Null(answer.At("data", "y"));
    }

    public static async Task A_field_that_another_manager_applied_too_stays(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        await server.ApplyAsync(path, Config("a", """{"x":"1","y":"2"}"""));
        await server.ApplyAsync(path, Config("a", """{"y":"2"}"""), "m2");
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        Assert.Equal("2", answer.Text("data", "y"));
    }

    public static async Task Two_managers_in_conflict_are_told_every_field(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        await server.ApplyAsync(path, Config("a", """{"x":"1","y":"1"}"""));
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"2","y":"2"}"""), "m2");
        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"m1\":\n- .data.x\n- .data.y", answer.Message);
        Assert.Equal("FieldManagerConflict", answer.Text("details", "causes", 0, "reason"));
    }

    public static async Task A_conflict_with_an_update_names_the_version(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps?fieldManager=maker", Config("a", """{"x":"1"}"""));
        var answer = await server.ApplyAsync($"/api/v1/namespaces/{space}/configmaps/a", Config("a", """{"x":"2"}"""));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"maker\" using v1: .data.x", answer.Message);
    }

    public static async Task Force_takes_the_field_from_the_other_manager(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"2"}"""), "m2", "&force=true");
        Assert.Equal("2", answer.Text("data", "x"));
        Assert.Single(answer.At("metadata", "managedFields")!.AsArray());
        Assert.Equal("m2", answer.Text("metadata", "managedFields", 0, "manager"));
    }

    public static async Task A_dry_run_shows_and_stores_nothing(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""), "m1", "&dryRun=All");
        Assert.Equal((201, "1"), (answer.Code, answer.Text("data", "x")));
        Assert.Equal(404, (await server.GetAsync(path)).Code);
    }

    public static async Task Finalizers_are_a_set_that_managers_share(ApiServer server)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps/a";
        await server.ApplyAsync(path, Config("a", """{"x":"1"}""", ""","finalizers":["e.com/one"]"""));
        await server.ApplyAsync(path, Config("a", """{"x":"1"}""", ""","finalizers":["e.com/two"]"""), "m2");
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        Assert.Equal("""["e.com/two"]""", answer.At("metadata", "finalizers")!.ToJsonString());
        await server.PatchAsync(path, """{"metadata":{"finalizers":null}}""");
    }

    public static async Task Taking_over_the_fields_of_a_client_side_apply_by_rewriting_managedFields(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{space}/configmaps/a";
        await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps?fieldManager=kubectl-client-side-apply", Config("a", """{"x":"1","y":"1"}"""));
        var live = await server.GetAsync(path);
        var patch = $$"""[{"op":"replace","path":"/metadata/managedFields/0/manager","value":"m1"},{"op":"replace","path":"/metadata/managedFields/0/operation","value":"Apply"},{"op":"replace","path":"/metadata/resourceVersion","value":"{{live.Version}}"}]""";
        Assert.Equal(200, (await server.PatchAsync(path, patch, "json-patch")).Code);
        var answer = await server.ApplyAsync(path, Config("a", """{"x":"1"}"""));
        Assert.Equal("""{"x":"1"}""", answer.At("data")!.ToJsonString());
    }

    public static async Task A_missing_key_of_a_list_map_is_named(ApiServer server)
    {
        var path = $"/apis/apps/v1/namespaces/{await server.NewNamespaceAsync()}/deployments/a";
        var answer = await server.ApplyAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"image":"i"}]}}}}""");
        Assert.Equal(500, answer.Code);
        Assert.Contains("associative list with keys has an element that omits key field \"name\"", answer.Message, StringComparison.Ordinal);
    }

    public static async Task Status_is_out_of_reach_of_the_main_resource(ApiServer server)
    {
        var path = $"/apis/apps/v1/namespaces/{await server.NewNamespaceAsync()}/deployments/a";
        var body = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"a"}},"template":{"metadata":{"labels":{"a":"a"}},"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"replicas":7}}""";
        var answer = await server.ApplyAsync(path, body);
        Assert.Equal(201, answer.Code);
        Assert.Null(answer.At("status", "replicas"));
        var status = await server.ApplyAsync(path + "/status", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"status":{"replicas":7}}""", "ctrl");
        Assert.Equal(7, status.At("status", "replicas")!.GetValue<int>());
        Assert.Equal(answer.At("metadata", "generation")!.GetValue<int>(), status.At("metadata", "generation")!.GetValue<int>());
    }
}
