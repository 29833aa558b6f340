using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class CustomResources
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static int _number;

    /// <summary>A definition in a group of its own; ends when it is served.</summary>
    private static async Task<(string Group, string Path)> DefinedAsync(ApiServer server, string spec, string more = "")
    {
        var group = $"g{Interlocked.Increment(ref _number)}.contract.example.com";
        await server.CreateAsync(Definitions, $$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{{group}}}"},"spec":{"group":"{{{group}}}","scope":"Namespaced",
             "names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
             "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{{{spec}}} ,"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } } } }{{{more}}}]} }
            """);
        var path = $"/apis/{group}/v1/namespaces/{await server.NewNamespaceAsync()}/widgets";
        await ApiServer.UntilAsync("the resource to be served", () => server.GetAsync(path), answer => answer.Code == 200);
        return (group, path);
    }

    private static string Widget(string group, string spec, string version = "v1", string more = "") =>
        $$"""{"apiVersion":"{{group}}/{{version}}","kind":"Widget","metadata":{"name":"w"{{more}}},"spec":{{spec}}}""";

    public static async Task A_definition_is_established_and_says_so(ApiServer server)
    {
        var (group, _) = await DefinedAsync(server, """{"type":"object"}""");
        var answer = await ApiServer.UntilAsync("the conditions", () => server.GetAsync($"{Definitions}/widgets.{group}"), seen => seen.At("status", "conditions") is not null);
        Assert.Equal(["NamesAccepted", "Established"], answer.At("status", "conditions")!.AsArray().Select(one => one!["type"]!.GetValue<string>()));
        Assert.Equal("WidgetList", answer.Text("status", "acceptedNames", "listKind"));
    }

    public static async Task Unknown_fields_are_pruned_and_defaults_filled_in(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object","properties":{"mode":{"type":"string","default":"fast"}}}""");
        var answer = await server.CreateAsync(path, Widget(group, """{"colour":"red"}"""));
        Assert.Equal("""{"mode":"fast"}""", answer.At("spec")!.ToJsonString());
        Assert.Equal("299 - \"unknown field \\\"spec.colour\\\"\"", Assert.Single(answer.Warnings));
    }

    public static async Task The_schema_is_enforced_with_the_field_named(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1},"mode":{"type":"string","enum":["a","b"]}}}""");
        var missing = await server.CreateAsync(path, Widget(group, "{}"));
        Assert.Equal($"Widget.{group} \"w\" is invalid: spec.size: Required value", missing.Message);
        var small = await server.CreateAsync(path, Widget(group, """{"size":0}"""));
        Assert.Equal($"Widget.{group} \"w\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1", small.Message);
        var wrong = await server.CreateAsync(path, Widget(group, """{"size":1,"mode":"c"}"""));
        Assert.Equal($"Widget.{group} \"w\" is invalid: spec.mode: Unsupported value: \"c\": supported values: \"a\", \"b\"", wrong.Message);
    }

    public static async Task Generation_and_status_are_kept_apart(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""");
        await server.CreateAsync(path, Widget(group, """{"a":1}"""));
        var changed = await server.PatchAsync(path + "/w", """{"spec":{"a":2},"status":{"seen":true}}""");
        Assert.Equal(2, changed.At("metadata", "generation")!.GetValue<int>());
        Assert.Null(changed.At("status"));
        var status = await server.PatchAsync(path + "/w/status", """{"spec":{"a":3},"status":{"seen":true}}""");
        Assert.Equal((2, 2, true), (status.At("metadata", "generation")!.GetValue<int>(), status.At("spec", "a")!.GetValue<int>(), status.At("status", "seen")!.GetValue<bool>()));
    }

    public static async Task Every_served_version_shows_the_same_object(ApiServer server)
    {
        const string Second = """,{"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}""";
        var (group, path) = await DefinedAsync(server, """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""", Second);
        var other = path.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal);
        var created = await server.CreateAsync(other, Widget(group, """{"a":1}""", "v1beta1"));
        var seen = await server.GetAsync(path + "/w");
        Assert.Equal(created.Text("metadata", "uid"), seen.Text("metadata", "uid"));
        Assert.Equal(($"{group}/v1beta1", $"{group}/v1"), (created.Text("apiVersion"), seen.Text("apiVersion")));
    }

    public static async Task Replacing_needs_a_version(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object"}""");
        await server.CreateAsync(path, Widget(group, "{}"));
        var answer = await server.SendAsync(HttpMethod.Put, path + "/w", Widget(group, "{}"));
        Assert.Equal(422, answer.Code);
        Assert.EndsWith("must be specified for an update", answer.Message, StringComparison.Ordinal);
    }

    public static async Task Strategic_merge_is_for_built_in_kinds(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object"}""");
        await server.CreateAsync(path, Widget(group, "{}"));
        Assert.Equal(415, (await server.PatchAsync(path + "/w", "{}", "strategic-merge-patch")).Code);
    }

    public static async Task Objects_go_with_their_definition(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server, """{"type":"object"}""");
        await server.CreateAsync(path, Widget(group, "{}"));
        await server.DeleteAsync($"{Definitions}/widgets.{group}");
        await ApiServer.UntilAsync("the definition to go", () => server.GetAsync($"{Definitions}/widgets.{group}"), answer => answer.Code == 404);
        await ApiServer.UntilAsync("the resource to go", () => server.GetAsync(path), answer => answer.Code == 404);
    }

    public static async Task A_list_map_is_owned_item_by_item(ApiServer server)
    {
        var (group, path) = await DefinedAsync(server,
            """{"type":"object","properties":{"items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"string"}}}}}}""");
        await server.ApplyAsync(path + "/w", Widget(group, """{"items":[{"k":"a","v":"1"}]}"""));
        await server.ApplyAsync(path + "/w", Widget(group, """{"items":[{"k":"b","v":"2"}]}"""), "m2");
        var answer = await server.ApplyAsync(path + "/w", Widget(group, """{"items":[]}"""));
        Assert.Equal("""[{"k":"b","v":"2"}]""", answer.At("spec", "items")!.ToJsonString());
    }
}
