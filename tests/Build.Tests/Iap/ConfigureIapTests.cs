using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KfPipelineTasks.Build.Tasks.Google;
using LocalCloud.Faults;

namespace Build.Tests.Iap;

/// <summary>The way in, from an applied package to a host that answers: what is written, what is awaited, and what is said when something stands in the way.</summary>
public sealed class ConfigureIapTests
{
    private const string Ingress = "package/kubeflow/common/iap-ingress/ingress.yaml";
    private const string Gateway = "package/kubeflow/common/istio/gateway.yaml";

    [Fact]
    public async Task Apply_and_configure_twice_write_nothing_the_second_time_and_people_get_in()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");

        Assert.Equal($"/projects/123456789012/global/backendServices/{lab.BackendId}", lab.Audience);
        Assert.Equal("/healthz/ready", lab.HealthCheck["requestPath"]!.GetValue<string>());
        var nodePorts = lab.Object("services", "istio-system", "istio-ingressgateway")["spec"]!["ports"]!.AsArray();
        Assert.Equal(nodePorts.Single(p => p!["name"]!.GetValue<string>() == "status-port")!["nodePort"]!.GetValue<long>(), lab.HealthCheck["port"]!.GetValue<long>());
        Assert.Equal(2, lab.HealthCheck["checkIntervalSec"]!.GetValue<long>());
        Assert.Contains(lab.Events, e => e.TryGetProperty("value", out var value) && value.GetString() == $"https://{IapLab.Host}/");
        Assert.Contains($"https://iap.googleapis.com/v1/oauth/clientIds/{IapLab.Client}:handleRedirect", lab.Said, StringComparison.Ordinal);
        Assert.Equal(0, lab.Object("deployments.apps", "istio-system", "iap-enabler")["spec"]!["replicas"]!.GetValue<long>());

        Assert.Empty(await lab.DoneAsync("Apply"));
        Assert.Empty(await lab.DoneAsync("ConfigureIap"));
        Assert.Empty(await lab.DoneAsync("ConfigureIap", "--plan"));
        Assert.Equal(0, await lab.RunAsync("ConfigureIap", "--plan", "--detailed-exitcode"));

        Assert.Equal(401, await lab.FromOutsideAsync());
        var account = lab.World.ServiceAccounts.Ensure("kf-project", "robot@kf-project.iam.gserviceaccount.com");
        lab.World.Policies.AddMember("projects/kf-project", "roles/iap.httpsResourceAccessor", $"serviceAccount:{account.Email}");
        Assert.Equal(200, await lab.FromOutsideAsync(lab.World.OAuth.IdToken(account, IapLab.Client, includeEmail: true)));
    }

    [Fact]
    public async Task Who_may_what_the_row_of_permissions_says_can_do_it_and_needs_all_of_it()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        var need = TaskNeeds.All.Single(n => n.Task == "ConfigureIap");
        lab.ActAs("user:deployer@example.com", need.InKubeflow);

        lab.World.ServiceAccounts.Create("kf-project", "kubeflow-admin");

        await lab.DoneAsync("ConfigureIap", "--exclusive");
        var first = lab.Needed.ToList();
        await lab.DoneAsync("ConfigureIap", "--exclusive");

        Assert.Equal(need.InKubeflow.Order(StringComparer.Ordinal), first.Union(lab.Needed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_host_that_lets_a_stranger_in_is_a_security_finding()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        lab.Fault(Answers("/gateway/", "<html>welcome</html>"));
        Assert.Equal(1, await lab.RunAsync("ConfigureIap"));
        Assert.Contains($"security: {IapLab.Host}: a request without a credential: 200, and not from Identity-Aware Proxy", lab.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Kubeflow answers at", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_yet_is_waited_for_and_then_told()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        lab.Fault(new FaultRule("early", new FaultMatch { Path = FaultMatch.Part("/gateway/") }, Answer(502, "Error: Server Error. The server encountered a temporary error and could not complete your request.")));
        Assert.Equal(70, await lab.RunAsync("ConfigureIap", "--timeout=3s"));
        Assert.Contains("ConfigureIap says which health check fails", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_people_come_in_is_an_output_by_its_parts()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        var answers = lab.Events.Where(e => e.TryGetProperty("event", out var kind) && kind.GetString() == "answer").ToDictionary(e => e.GetProperty("name").GetString()!, e => e.GetProperty("value").GetString());
        Assert.Equal(IapLab.Host, answers["dashboard-host"]);
        Assert.Equal(lab.World.Addresses.Find("kf-project", "global", "kubeflow-ip")!.Ip, answers["ingress-address"]);
        Assert.Equal($"https://iap.googleapis.com/v1/oauth/clientIds/{IapLab.Client}:handleRedirect", answers["redirect-uri"]);
    }

    [Fact]
    public async Task What_the_scripts_of_the_distribution_have_written_is_taken_over()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        lab.Cluster.Client.Upsert(Authentication("/projects/123456789012/global/backendServices/1"), "kubectl-create");
        lab.Cluster.Client.Patch("backendconfigs.cloud.google.com", "istio-system", "iap-backendconfig", config => config["spec"]!["healthCheck"]!["port"] = 31999, manager: "kubectl-patch");
        await lab.DoneAsync("ConfigureIap");
        Assert.EndsWith($"/backendServices/{lab.BackendId}", lab.Audience, StringComparison.Ordinal);
        Assert.Empty(await lab.DoneAsync("Apply"));
        Assert.Empty(await lab.DoneAsync("ConfigureIap"));
    }

    [Fact]
    public async Task Before_apply_it_says_that_the_ingress_is_missing_and_touches_nothing()
    {
        await using var lab = await IapLab.StartAsync();
        Assert.Equal(2, await lab.RunAsync("ConfigureIap"));
        Assert.Contains("Run Apply first", lab.Said, StringComparison.Ordinal);
        Assert.Empty(lab.Writes);
        Assert.Equal(3, await lab.RunAsync("ConfigureIap", "--plan", "--detailed-exitcode"));
        Assert.Contains("known once Apply has made the Ingress", lab.Said, StringComparison.Ordinal);
        Assert.Empty(lab.Writes);
    }

    [Fact]
    public async Task A_plan_after_apply_names_every_write_and_makes_none()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await UntilAsync(() => lab.World.BackendServices.In("kf-project").Any());
        Assert.Equal(3, await lab.RunAsync("ConfigureIap", "--plan", "--detailed-exitcode"));
        Assert.Empty(lab.Writes);
        foreach (var word in (string[])["spec.healthCheck.port", $"endpoint {IapLab.Host}", "ingress-jwt", "ingress-require-iap"]) Assert.Contains(word, lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_service_that_was_made_anew_is_told_to_the_gateway()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        var first = lab.BackendId;

        MakeBackendAnew(lab);
        Assert.NotEqual(first, lab.BackendId);
        Assert.NotEmpty(await lab.DoneAsync("ConfigureIap"));
        Assert.EndsWith($"/backendServices/{lab.BackendId}", lab.Audience, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_service_that_changes_while_it_waits_is_told_too()
    {
        await using var lab = await IapLab.StartAsync(text => text.Replace("managedCertificate: 600ms", "managedCertificate: 15s", StringComparison.Ordinal));
        await lab.DoneAsync("Apply");
        var run = lab.RunAsync("ConfigureIap");
        await UntilAsync(() => lab.Cluster.Client.Get("requestauthentications.security.istio.io", "istio-system", "ingress-jwt") is not null);
        MakeBackendAnew(lab);
        Assert.Equal(0, await run);
        Assert.Contains("another backend service meanwhile", lab.Said, StringComparison.Ordinal);
        Assert.EndsWith($"/backendServices/{lab.BackendId}", lab.Audience, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_failed_for_good_is_told_at_once_with_what_to_do()
    {
        await using var lab = await IapLab.StartAsync();
        lab.Edit(Ingress, "  name: gke-certificate\n", "  name: gke-certificate\n  annotations: {localcloud.dev/outcome: FailedNotVisible}\n");
        await lab.DoneAsync("Apply");
        Assert.Equal(1, await lab.RunAsync("ConfigureIap"));
        Assert.Contains("FailedNotVisible, the domain did not lead to the load balancer", lab.Said, StringComparison.Ordinal);
        Assert.Contains("kubectl delete managedcertificate gke-certificate -n istio-system", lab.Said, StringComparison.Ordinal);
        // What could be done was done: once the certificate is made anew, nothing else is missing.
        Assert.NotNull(lab.World.ManagedServices.AddressOf(IapLab.Host));
    }

    [Fact]
    public async Task A_name_of_ones_own_that_leads_elsewhere_is_named_with_both_addresses()
    {
        await using var lab = await IapLab.StartAsync();
        lab.Edit(Ingress, IapLab.Host, "ml.example.com");
        lab.World.Names.Set("ml.example.com", "203.0.113.9");
        await lab.DoneAsync("Apply");
        Assert.Equal(70, await lab.RunAsync("ConfigureIap", "--ingress-timeout=8s"));
        var address = lab.Object("ingresses.networking.k8s.io", "istio-system", "envoy-ingress")["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>();
        Assert.Contains($"ml.example.com leads to 203.0.113.9, not to {address}", lab.Said, StringComparison.Ordinal);
        Assert.Contains($"Make an A record for ml.example.com with {address}", lab.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Writes, r => r.Path.StartsWith("/servicemanagement", StringComparison.Ordinal));

        lab.World.Names.Set("ml.example.com", address);
        await lab.DoneAsync("ConfigureIap");
        Assert.Contains("https://ml.example.com/", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_led_elsewhere_is_led_here()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        var address = lab.World.Addresses.Find("kf-project", "global", "kubeflow-ip")!.Ip;
        Assert.Equal(address, lab.World.ManagedServices.AddressOf(IapLab.Host));

        // The reserved address was given up and reserved anew.
        lab.Cluster.Client.Delete("ingresses.networking.k8s.io", "istio-system", "envoy-ingress");
        lab.Edit(Ingress, "    kubernetes.io/ingress.global-static-ip-name: kubeflow-ip\n", "");
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        Assert.NotEqual(address, lab.World.ManagedServices.AddressOf(IapLab.Host));
        Assert.Contains("\"target\"", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unhealthy_endpoints_are_told_with_what_they_are_asked()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        foreach (var service in lab.World.BackendServices.In("kf-project").ToList()) lab.Fault(Answers("getHealth", """{"healthStatus":[{"healthState":"HEALTHY"},{"healthState":"UNHEALTHY"}]}"""));
        Assert.Equal(70, await lab.RunAsync("ConfigureIap", "--ingress-timeout=6s"));
        Assert.Matches(new Regex(@"1 of 2 endpoints unhealthy; the load balancer asks port [0-9]+ for /healthz/ready", RegexOptions.None, TimeSpan.FromSeconds(1)), lab.Said);
        Assert.Contains("kubectl get pods -n istio-system -l istio=ingressgateway", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ingress_that_gets_no_address_is_explained_in_the_words_of_its_controller()
    {
        await using var lab = await IapLab.StartAsync(text => text.Replace("  addresses: [kubeflow-ip]\n", "", StringComparison.Ordinal));
        await lab.DoneAsync("Apply");
        Assert.Equal(70, await lab.RunAsync("ConfigureIap", "--ingress-timeout=6s"));
        Assert.Contains("the given static IP name kubeflow-ip doesn't translate to an existing static IP", lab.Said, StringComparison.Ordinal);
        Assert.Contains("kubectl describe ingress envoy-ingress -n istio-system", lab.Said, StringComparison.Ordinal);
        Assert.Contains("timeouts.ingress", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_nobody_guards_is_not_opened()
    {
        await using var lab = await IapLab.StartAsync();
        lab.Edit(Gateway, """    cloud.google.com/backend-config: '{"ports":{"http2":"iap-backendconfig"}}'""", "    example.com/nothing: here");
        await lab.DoneAsync("Apply");
        Assert.Equal(1, await lab.RunAsync("ConfigureIap"));
        Assert.Contains("names no BackendConfig for its port", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_keeps_the_client_it_had_and_google_s_own_needs_a_new_one()
    {
        await using var lab = await IapLab.StartAsync(text => text.Replace("  services:", "  organization: \"999\"\n  services:", StringComparison.Ordinal));
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        lab.WantGoogleManaged();
        await lab.DoneAsync("Apply");
        Assert.Equal(1, await lab.RunAsync("ConfigureIap"));
        Assert.Contains($"keeps the OAuth client {IapLab.Client}", lab.Said, StringComparison.Ordinal);
        Assert.Contains("kubectl delete ingress envoy-ingress -n istio-system", lab.Said, StringComparison.Ordinal);

        lab.Cluster.Client.Delete("ingresses.networking.k8s.io", "istio-system", "envoy-ingress");
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        Assert.Contains("with Google's own OAuth client", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Google_s_own_client_is_refused_for_a_project_without_an_organisation()
    {
        await using var lab = await IapLab.StartAsync();
        lab.WantGoogleManaged();
        Assert.Equal(2, await lab.RunAsync("ConfigureIap"));
        Assert.Contains("belongs to none", lab.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_is_granted_to_the_right_backend_of_two_and_survives_a_race()
    {
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");
        var own = lab.BackendId;
        lab.World.BackendServices.Ensure("kf-project", "k8s-be-31999--another", new JsonObject { ["description"] = """{"kubernetes.io/service-name":"istio-system/istio-ingressgateway","kubernetes.io/service-port":"80"}""" });
        lab.Fault(new FaultRule("race", new FaultMatch { Path = FaultMatch.Part(":setIamPolicy$") }, Answer(409, """{"error":{"code":409,"status":"ABORTED","message":"There were concurrent policy changes."}}""")) { Times = 2 });
        await lab.DoneAsync("GrantIapAccess", "--iap-scope=backend-service", "--iap-members=user:alice@example.com");
        Assert.Contains("user:alice@example.com", lab.World.Policies.Get($"projects/123456789012/iap_web/compute/services/{own}").Bindings.Single().Members);
    }

    [Fact]
    public async Task The_named_roles_are_enough_and_one_less_is_told_before_anything_is_touched()
    {
        const string robot = "serviceAccount:robot@kf-project.iam.gserviceaccount.com";
        string[] roles = ["roles/compute.viewer", "roles/iam.serviceAccountViewer", "roles/serviceusage.serviceUsageAdmin", "roles/resourcemanager.projectIamAdmin", "roles/container.admin", "roles/servicemanagement.admin"];
        await using var lab = await IapLab.StartAsync();
        await lab.DoneAsync("Apply");
        lab.World.ServiceAccounts.Ensure("kf-project", robot["serviceAccount:".Length..]);
        lab.World.ServiceAccounts.Ensure("kf-project", "kubeflow-admin@kf-project.iam.gserviceaccount.com");
        foreach (var role in roles[..^1]) lab.World.Policies.AddMember("projects/kf-project", role, robot);
        lab.ActAs(robot);

        Assert.Equal(2, await lab.RunAsync("ConfigureIap"));
        Assert.Contains("servicemanagement.services.create", lab.Said, StringComparison.Ordinal);
        Assert.Empty(lab.Writes);

        lab.World.Policies.AddMember("projects/kf-project", roles[^1], robot);
        await lab.DoneAsync("ConfigureIap");
        Assert.Contains(lab.World.Policies.Get("projects/kf-project").Bindings, b => b.Role == "roles/cloudtrace.agent" && b.Members.Contains("serviceAccount:kubeflow-admin@kf-project.iam.gserviceaccount.com"));
        Assert.Contains(lab.World.Policies.Get($"services/{IapLab.Host}").Bindings, b => b.Role == "roles/servicemanagement.serviceController");
    }

    private static JsonObject Authentication(string audience) => (JsonObject)JsonNode.Parse($$$"""
        {"apiVersion":"security.istio.io/v1beta1","kind":"RequestAuthentication","metadata":{"name":"ingress-jwt","namespace":"istio-system"},
         "spec":{"jwtRules":[{"issuer":"https://cloud.google.com/iap","audiences":["{{{audience}}}"]}]}}
        """)!;

    private static void MakeBackendAnew(IapLab lab)
    {
        var old = lab.World.BackendServices.In("kf-project").Single();
        lab.World.BackendServices.Remove("kf-project", old.Name);
        lab.World.BackendServices.Ensure("kf-project", old.Name, old.Body);
        lab.World.BackendServices.SetHealth("kf-project", old.Name, "HEALTHY");
    }

    private static FaultRule Answers(string path, string body) => new(path, new FaultMatch { Path = FaultMatch.Part(path) }, Answer(200, body));

    private static FaultAction Answer(int status, string body) => new() { Status = status, Body = body };

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
