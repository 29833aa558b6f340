using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Names;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Host names of Cloud Endpoints, the backend service of a gateway, and where names lead.</summary>
public sealed class EndpointTests
{
    private const string Host = $"kf.endpoints.{GcpLab.Project}.cloud.goog";

    private static EndpointWish Wish(string address) => new(GcpLab.Project, Host, address)
    {
        OpenApi = $"""
            swagger: "2.0"
            info: (title: Kubeflow, version: 1.0.0)
            host: {Host}
            x-google-endpoints: [(name: {Host}, target: {address})]
            paths: ()
            """.Replace('(', '{').Replace(')', '}'),
        Controller = $"kf-admin@{GcpLab.Project}.iam.gserviceaccount.com",
    };

    [Fact]
    public async Task A_host_is_published_once_and_then_led_elsewhere_in_place()
    {
        await using var lab = await LabAsync();
        lab.World.ServiceAccounts.Ensure(GcpLab.Project, $"kf-admin@{GcpLab.Project}.iam.gserviceaccount.com");
        Assert.Equal([Outcome.Created, Outcome.Created, Outcome.Created, Outcome.Created], (await RunAsync(lab, "203.0.113.7")).Changes.Select(c => c.Outcome));
        Assert.Equal("203.0.113.7", lab.World.Names.AddressOf(Host));
        Assert.True(lab.World.Services.IsEnabled(GcpLab.Project, Host));

        lab.Wire.Clear();
        Assert.True((await RunAsync(lab, "203.0.113.7")).IsEmpty);
        Assert.DoesNotContain(lab.Wire.Writes, r => !r.Path.EndsWith(":getIamPolicy", StringComparison.Ordinal));

        var moved = await RunAsync(lab, "203.0.113.8");
        Assert.Equal([new FieldChange("target", "203.0.113.7", "203.0.113.8")], moved.Changes.Single(c => c.Writes).Fields);
        Assert.Equal("203.0.113.8", lab.World.Names.AddressOf(Host));
    }

    [Fact]
    public async Task Without_the_account_of_the_distribution_nobody_is_granted_anything()
    {
        await using var lab = await LabAsync();
        Assert.Equal(2, (await RunAsync(lab, "203.0.113.7")).Changes.Count);
        Assert.DoesNotContain(lab.Wire.Requests, r => r.Path.EndsWith(":setIamPolicy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_answer_to_the_creation_makes_no_second_service()
    {
        await using var lab = await LabAsync();
        var lost = false;
        lab.Wire.After = request =>
        {
            if (lost || request.Method != "POST" || !request.Path.EndsWith("/v1/services", StringComparison.Ordinal)) return;
            lost = true;
            throw new HttpRequestException("the connection was cut");
        };
        await RunAsync(lab, "203.0.113.7");
        Assert.True(lost);
        Assert.Equal("203.0.113.7", lab.World.Names.AddressOf(Host));
        Assert.Single(lab.World.ManagedServices.All);
    }

    [Fact]
    public async Task A_name_that_was_deleted_lately_is_explained()
    {
        await using var lab = await LabAsync();
        lab.Wire.Before = request => request.Method == "POST" && request.Path.EndsWith("/v1/services", StringComparison.Ordinal)
            ? Wire.Error(400, "FAILED_PRECONDITION", $"Service {Host} has been deleted and will be purged after 30 days. To reuse this service, please undelete the service.") : null;
        var refused = await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, "203.0.113.7"));
        Assert.Contains($"gcloud endpoints services undelete {Host}", refused.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kf.endpoints.kfp-proj.cloud.goog", true)]
    [InlineData("kf.endpoints.other.cloud.goog", false)]
    [InlineData("kf.example.com", false)]
    public void Only_hosts_of_the_project_are_published(string host, bool published) => Assert.Equal(published, EndpointWish.IsPublished(host, GcpLab.Project));

    [Theory]
    [InlineData("k8s-be-31380--0123456789abcdef", """{"kubernetes.io/service-name":"istio-system/istio-ingressgateway","kubernetes.io/service-port":"80"}""", true)]
    [InlineData("k8s1-01234567-istio-system-istio-ingressgateway-80-01234567", """{"kubernetes.io/service-name":"istio-system/istio-ingressgateway","kubernetes.io/service-port":"http2"}""", true)]
    [InlineData("k8s1-01234567-istio-system-istio-ingressgateway-80-01234567", "", true)]
    [InlineData("k8s-be-31380--0123456789abcdef", "", true)]
    [InlineData("k8s-be-31380--0123456789abcdef", """{"kubernetes.io/service-name":"istio-system/other","kubernetes.io/service-port":"80"}""", false)]
    [InlineData("k8s-be-31381--0123456789abcdef", """{"kubernetes.io/service-name":"istio-system/istio-ingressgateway","kubernetes.io/service-port":"443"}""", false)]
    [InlineData("k8s-be-313--0123456789abcdef", "", false)]
    [InlineData("k8s-be-31390--0123456789abcdef", "{not json", false)]
    public void The_backend_of_a_gateway_is_known_by_what_its_controller_wrote(string name, string description, bool fits)
    {
        var gateway = new BackendOf("istio-system", "istio-ingressgateway") { Ports = ["http2", "80"], NodePort = 31380 };
        Assert.Equal(fits ? 1 : 0, gateway.In([new BackendService("1", name, description)]).Count);
        Assert.Empty((gateway with { Named = ["another"] }).In([new BackendService("1", name, description)]));
    }

    [Fact]
    public async Task Names_are_asked_of_the_local_cloud_over_http()
    {
        await using var lab = await LabAsync();
        using var names = new HttpNames(new Uri(lab.Cloud.GoogleAddress, "dns/resolve"));
        Assert.Empty(await names.AddressesAsync("kf.example.com", CancellationToken.None));
        lab.World.Names.Set("kf.example.com", "203.0.113.7");
        Assert.Equal(["203.0.113.7"], await names.AddressesAsync("kf.example.com", CancellationToken.None));
        lab.World.Names.Set("kf.example.com", null);
        Assert.Empty(await names.AddressesAsync("kf.example.com", CancellationToken.None));

        using var nobody = new HttpNames(new Uri("http://127.0.0.1:9/dns/resolve"));
        var failed = await Assert.ThrowsAsync<DeployException>(() => nobody.AddressesAsync("kf.example.com", CancellationToken.None));
        Assert.Contains("http://127.0.0.1:9/dns/resolve", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machine_knows_its_own_name() =>
        Assert.Contains("127.0.0.1", await new SystemNames().AddressesAsync("localhost", CancellationToken.None));

    private static async Task<GcpLab> LabAsync()
    {
        var lab = await GcpLab.StartAsync();
        lab.World.Services.Enable(GcpLab.Project, "servicemanagement.googleapis.com");
        return lab;
    }

    private static async Task<Plan> RunAsync(GcpLab lab, string address)
    {
        var work = new EndpointWork(lab.Google);
        return await work.ActAsync(Wish(address), await work.LookAsync(Wish(address), CancellationToken.None), CancellationToken.None);
    }
}
