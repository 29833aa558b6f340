using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;
using LocalCloud.Scenarios;
using LocalCloud.Tests.Kube;

namespace LocalCloud.Tests.Host;

/// <summary>Both sides together: what one does, the other shows.</summary>
public sealed class LocalCloudServerTests
{
    private const string Project = """
        projects:
          - id: my-project
            number: "42"
            services: [container]
            policy:
              - role: roles/owner
                members: ["user:owner@example.com"]
            clusters:
              - name: kubeflow
                location: us-central1
                nodePools:
                  - name: default-pool
                    machineType: e2-standard-8
                    nodes: 1
                objects:
                  - |
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: things.example.com}
                    spec: {group: example.com, scope: Namespaced, names: {plural: things, kind: Thing}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}
                    ---
                    apiVersion: example.com/v1
                    kind: Thing
                    metadata: {name: already-there, namespace: default}
        """;

    private static readonly ClusterKey Key = new("my-project", "us-central1", "kubeflow");

    private static HttpClient Client(LocalCloudServer cloud, string token)
    {
        var client = KubeFixture.NewClient(cloud.Clusters.EndpointOf(Key)!);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    [Fact]
    public async Task A_scenario_brings_a_cluster_with_nodes_and_objects_that_Google_tokens_open()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Scenario = ScenarioFile.Parse("test", Project) });
        using var client = Client(cloud, GoogleOptions.RehearsalToken);
        var nodes = JsonReading.ParseObject(await client.GetByteArrayAsync("/api/v1/nodes"));
        Assert.NotEmpty(Json.Maps(nodes, "items"));
        Assert.All(Json.Maps(nodes, "items"), node => Assert.Equal("e2-standard-8", Json.Text(node, "metadata", "labels", "node.kubernetes.io/instance-type")));
        Assert.Contains("already-there", await client.GetStringAsync("/apis/example.com/v1/namespaces/default/things"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_happens_to_a_cluster_and_is_recorded()
    {
        var options = new LocalCloudOptions { Scenario = ScenarioFile.Parse("test", Project) };
        await using var cloud = await LocalCloudServer.StartAsync(options);
        FaultFile.Load(options.Google.Faults, "faults", "faults: [{name: busy, match: {server: kubeflow, path: /configmaps}, times: 1, then: {status: 503}}]");
        using var client = Client(cloud, cloud.Clusters.Find(Key)!.Tokens.AdminToken);
        using var refused = await client.GetAsync("/api/v1/configmaps");
        using var answered = await client.GetAsync("/api/v1/configmaps");
        Assert.Equal((503, 200), ((int)refused.StatusCode, (int)answered.StatusCode));
        using var plain = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var record = JsonNode.Parse(await plain.GetStringAsync(new Uri(cloud.GoogleAddress, "__requests?server=kubeflow&path=/configmaps")))!["requests"]!.AsArray();
        Assert.Equal([503, 200], record.Select(one => one!["status"]!.GetValue<int>()));
        Assert.Equal("busy", record[0]!["fault"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stopped_cluster_is_gone_with_everything_in_it()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        await cloud.Clusters.StartAsync(Key, CancellationToken.None);
        using var client = Client(cloud, cloud.Clusters.Find(Key)!.Tokens.AdminToken);
        using var before = await client.GetAsync("/api/v1/namespaces");
        Assert.True(before.IsSuccessStatusCode);
        await cloud.Clusters.StopAsync(Key, CancellationToken.None);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/api/v1/namespaces"));
        Assert.Null(cloud.Clusters.Find(Key));
    }
}
