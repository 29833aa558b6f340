using System.Net;
using System.Net.Http.Headers;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;
using LocalCloud.Tests.Kube;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>The doors to the programs inside a cluster, over HTTP.</summary>
public sealed class FrontEndpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Each_door_leads_to_pipelines_as_somebody_else()
    {
        await using var kube = await KubeFixture.StartAsync(new LocalCloudOptions { Simulation = new SimulationOptions { Delays = ClusterDelays.None } });
        await FillAsync(kube);
        kube.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", kube.Cluster.Tokens.AdminToken);
        const string health = "/apis/v2beta1/healthz";
        var byProxy = await kube.Http.GetAsync($"/api/v1/namespaces/kubeflow/services/http:ml-pipeline:8888/proxy{health}");
        Assert.Equal((HttpStatusCode.OK, """{"multi_user":true}"""), (byProxy.StatusCode, await byProxy.Content.ReadAsStringAsync()));
        var nobody = await kube.Http.GetAsync("/api/v1/namespaces/kubeflow/services/http:ml-pipeline:8888/proxy/apis/v2beta1/experiments?namespace=alice");
        Assert.Contains("there is no user identity header", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var outside = new HttpClient { BaseAddress = kube.Server.GoogleAddress };
        var cluster = $"{kube.Key.Project}/{kube.Key.Location}/{kube.Key.Name}";
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync($"/mesh/{cluster}/alice/default-editor{health}")).StatusCode);
        using var spoofed = new HttpRequestMessage(HttpMethod.Get, $"/mesh/{cluster}/alice/default-editor{health}");
        spoofed.Headers.Add("x-goog-authenticated-user-email", "accounts.google.com:alice@example.com");
        var denied = await outside.SendAsync(spoofed);
        Assert.Equal((HttpStatusCode.Forbidden, "RBAC: access denied"), (denied.StatusCode, await denied.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync($"/gateway/{cluster}/pipeline{health}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync($"/mesh/nobody/nowhere/none/alice/default-editor{health}")).StatusCode);
    }

    private static async Task FillAsync(KubeFixture kube)
    {
        var cases = new CaseFolder("Controllers");
        await kube.Server.Clusters.SetNodesAsync(kube.Key, [new NodeSpec("n1", "pool", "us-central1-a", "e2-standard-8", 8, 32768, new Dictionary<string, string>(), [])], CancellationToken.None);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        foreach (var file in (string[])["kubeflow.yaml", "policy.yaml"])
        {
            foreach (var document in ControllerStage.Documents(cases.Read("pipelines", file)))
            {
                while (kube.Cluster.Catalog.FindKind(Json.Text(document, "apiVersion")!, Json.Text(document, "kind")!) is null)
                {
                    patience.Token.ThrowIfCancellationRequested();
                    await Task.Yield();
                }

                kube.Cluster.Client.Upsert(document);
            }
        }

        using var watch = kube.Cluster.Client.Watch("endpoints");
        if (watch.Initial.Any(one => one.Name == "ml-pipeline" && IsReady(one.Parse()))) return;
        await foreach (var change in watch.Events.ReadAllAsync(patience.Token))
        {
            if (change.Object.Name == "ml-pipeline" && IsReady(change.Object.Parse())) return;
        }
    }

    private static bool IsReady(System.Text.Json.Nodes.JsonObject endpoints) => Json.Maps(endpoints, "subsets").Any(subset => Json.List(subset, "addresses") is { Count: > 0 });
}
