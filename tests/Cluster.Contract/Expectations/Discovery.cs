using System.Text.Json.Nodes;
using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Discovery
{
    public static async Task Health_is_told_without_asking_who(ApiServer server)
    {
        foreach (var path in new[] { "/healthz", "/livez", "/readyz" })
        {
            var answer = await server.GetAsync(path);
            Assert.Equal((200, "ok"), (answer.Code, answer.Body));
        }
    }

    public static async Task Aggregated_discovery_names_resources_with_scope_and_short_names(ApiServer server)
    {
        var answer = await server.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        Assert.Equal("APIGroupDiscoveryList", answer.Text("kind"));
        var apps = answer.At("items")!.AsArray().Single(group => group!["metadata"]!["name"]!.GetValue<string>() == "apps")!;
        var deployments = apps["versions"]![0]!["resources"]!.AsArray().Single(one => one!["resource"]!.GetValue<string>() == "deployments")!;
        Assert.Equal("Namespaced", deployments["scope"]!.GetValue<string>());
        Assert.Equal("deploy", deployments["shortNames"]![0]!.GetValue<string>());
    }

    public static async Task Legacy_discovery_lists_groups_and_resources(ApiServer server)
    {
        Assert.Equal("APIGroupList", (await server.GetAsync("/apis", "application/json")).Text("kind"));
        var core = await server.GetAsync("/api/v1");
        Assert.Contains(core.At("resources")!.AsArray(), one => one!["name"]!.GetValue<string>() == "pods/eviction");
    }

    public static async Task An_unknown_group_is_a_plain_404(ApiServer server)
    {
        var answer = await server.GetAsync("/apis/nobody.example.com/v1/things");
        Assert.Equal((404, "404 page not found\n"), (answer.Code, answer.Body));
    }

    public static async Task An_unknown_resource_of_a_known_group_is_not_found(ApiServer server)
    {
        var answer = await server.GetAsync("/apis/apps/v1/things");
        Assert.Equal((404, "NotFound", "the server could not find the requested resource"), (answer.Code, answer.Reason, answer.Message));
    }

    public static async Task OpenAPI_says_that_patches_can_be_dry_and_validated(ApiServer server)
    {
        var index = await server.GetAsync("/openapi/v3");
        var document = await server.GetAsync(index.Text("paths", "apis/apps/v1", "serverRelativeURL"));
        var patch = (JsonObject)document.At("paths", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "patch")!;
        var names = patch["parameters"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ToList();
        Assert.Contains("dryRun", names);
        Assert.Contains("fieldValidation", names);
    }
}
