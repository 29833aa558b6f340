using System.Text.Json.Nodes;
using LocalCloud.Controllers.Kubeflow;
using LocalCloud.Controllers.Kubeflow.Mesh;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>The Pipelines API behind its Service: who gets in, by which way, and in which words the others are refused.</summary>
public sealed class PipelinesTests
{
    private const string Editor = "cluster.local/ns/alice/sa/default-editor";
    private const string Experiments = "/apis/v2beta1/experiments";
    private static readonly CaseFolder Cases = new("Controllers");

    [Fact]
    public async Task Nothing_answers_before_the_workload_is_ready()
    {
        await using var stage = ControllerStage.Plain();
        await stage.ApplyAsync(Read("kubeflow.yaml"));
        Assert.Equal(503, new KubeflowFront(stage.Cluster, null).Pipelines(Get("/apis/v2beta1/healthz")).Code);
    }

    [Fact]
    public async Task Health_needs_no_identity()
    {
        await using var stage = await ReadyAsync();
        var front = new KubeflowFront(stage.Cluster, null);
        Assert.Equal("""{"multi_user":true}""", front.Pipelines(Get("/apis/v2beta1/healthz")).Body);
        Assert.Contains("\"tag_name\":\"2.0.3\"", front.Pipelines(Get("/apis/v1beta1/healthz")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_the_answer_says_which_header_is_missing()
    {
        await using var stage = await ReadyAsync();
        var answer = new KubeflowFront(stage.Cluster, null).Pipelines(Get(Experiments, ("namespace", "alice")));
        Assert.Equal(401, answer.Code);
        Assert.Contains("there is no user identity header", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_the_right_audience_opens_the_own_namespace_only()
    {
        await using var stage = await ReadyAsync();
        var front = new KubeflowFront(stage.Cluster, null);
        Assert.Equal(200, front.Pipelines(Get(Experiments, ("namespace", "alice")).With("authorization", Token(stage, "alice", "default-editor", "pipelines.kubeflow.org"))).Code);

        var foreign = front.Pipelines(Get(Experiments, ("namespace", "alice")).With("authorization", Token(stage, "default", "stranger", "pipelines.kubeflow.org")));
        Assert.Equal(403, foreign.Code);
        Assert.Contains("User 'system:serviceaccount:default:stranger' is not authorized", foreign.Body, StringComparison.Ordinal);

        Assert.Equal(401, front.Pipelines(Get(Experiments, ("namespace", "alice")).With("authorization", Token(stage, "alice", "default-editor", "somebody.else"))).Code);
        Assert.Equal(400, front.Pipelines(Get(Experiments).With("authorization", Token(stage, "alice", "default-editor", "pipelines.kubeflow.org"))).Code);
    }

    [Fact]
    public async Task A_header_that_a_pod_sets_itself_is_refused_by_the_mesh()
    {
        await using var stage = await ReadyAsync();
        var front = new KubeflowFront(stage.Cluster, null);
        var spoofed = Get(Experiments, ("namespace", "alice")).With("x-goog-authenticated-user-email", "accounts.google.com:alice@kf-project.iam.gserviceaccount.com");
        Assert.Equal("RBAC: access denied", front.Pipelines(spoofed with { Principal = Editor }).Body);
        Assert.Equal(200, front.Pipelines(spoofed with { Principal = "cluster.local/ns/kubeflow/sa/ml-pipeline-ui" }).Code);
    }

    [Fact]
    public async Task A_policy_without_a_header_rule_lets_anybody_be_anybody()
    {
        await using var stage = await ReadyAsync();
        await stage.ApplyAsync("""
            apiVersion: security.istio.io/v1beta1
            kind: AuthorizationPolicy
            metadata: {name: bind-ml-pipeline-nb-alice, namespace: kubeflow}
            spec: {selector: {matchLabels: {app: ml-pipeline}}, rules: [{from: [{source: {principals: [cluster.local/ns/alice/sa/default-editor]}}]}]}
            """);
        var spoofed = Get(Experiments, ("namespace", "alice")).With("x-goog-authenticated-user-email", "accounts.google.com:alice@kf-project.iam.gserviceaccount.com");
        Assert.Equal(200, new KubeflowFront(stage.Cluster, null).Pipelines(spoofed with { Principal = Editor }).Code);
    }

    [Fact]
    public async Task What_was_made_is_listed_for_its_namespace()
    {
        await using var stage = await ReadyAsync();
        var front = new KubeflowFront(stage.Cluster, null);
        var bearer = Token(stage, "alice", "default-editor", "pipelines.kubeflow.org");
        var made = front.Pipelines((Get(Experiments) with { Method = "POST", Body = """{"display_name":"first","namespace":"alice"}""" }).With("authorization", bearer));
        var id = Json.Text(Parse(made), "experiment_id");
        Assert.Equal(1, Json.Number(Parse(front.Pipelines(Get(Experiments, ("namespace", "alice")).With("authorization", bearer))), "total_size"));
        Assert.Equal("first", Json.Text(Parse(front.Pipelines(Get($"{Experiments}/{id}").With("authorization", bearer))), "display_name"));
        Assert.Equal(404, front.Pipelines(Get($"{Experiments}/none").With("authorization", bearer)).Code);
    }

    [Fact]
    public async Task From_outside_only_who_may_pass_gets_through_the_proxy_of_google()
    {
        await using var stage = await OutsideAsync();
        var front = new KubeflowFront(stage.Cluster, stage.World);
        var nobody = front.Outside(Get("/pipeline" + Experiments));
        Assert.Equal((401, "true"), (nobody.Code, nobody.Headers["x-goog-iap-generated-response"]));
        var person = front.Outside(Get("/").With("accept", "text/html"));
        Assert.Equal(302, person.Code);
        Assert.StartsWith("https://accounts.google.com/o/oauth2/v2/auth?client_id=client.apps", person.Headers["location"], StringComparison.Ordinal);

        var call = Get("/pipeline" + Experiments, ("namespace", "alice"));
        var wrong = front.Outside(call.With("authorization", IdToken(stage, "another-client")));
        Assert.Equal(401, wrong.Code);
        Assert.Contains("JWT audience doesn't match this application", wrong.Body, StringComparison.Ordinal);

        var right = call.With("authorization", IdToken(stage, "client.apps.googleusercontent.com"));
        Assert.Equal(403, front.Outside(right).Code);
        stage.World!.Policies.AddMember("projects/kf-project", "roles/iap.httpsResourceAccessor", "serviceAccount:alice@kf-project.iam.gserviceaccount.com");
        Assert.Equal(200, front.Outside(right).Code);
        Assert.Equal(200, front.Outside(right.With("x-goog-authenticated-user-email", "accounts.google.com:somebody@example.com")).Code);
    }

    [Fact]
    public async Task A_gateway_that_expects_another_backend_refuses_the_token_of_iap()
    {
        await using var stage = await OutsideAsync();
        stage.World!.Policies.AddMember("projects/kf-project", "roles/iap.httpsResourceAccessor", "serviceAccount:alice@kf-project.iam.gserviceaccount.com");
        var front = new KubeflowFront(stage.Cluster, stage.World);
        var call = Get("/pipeline" + Experiments, ("namespace", "alice")).With("authorization", IdToken(stage, "client.apps.googleusercontent.com"));
        await stage.ApplyAsync(Authentication("123"));
        Assert.Equal((403, "Audiences in Jwt are not allowed"), (front.Outside(call).Code, front.Outside(call).Body));
        await stage.ApplyAsync(Authentication(stage.World.BackendServices.In("kf-project").Single().Id));
        Assert.Equal(200, front.Outside(call).Code);
    }

    [Fact]
    public async Task A_policy_that_denies_on_one_port_leaves_the_others_alone()
    {
        await using var stage = await OutsideAsync();
        stage.World!.Policies.AddMember("projects/kf-project", "roles/iap.httpsResourceAccessor", "serviceAccount:alice@kf-project.iam.gserviceaccount.com");
        var front = new KubeflowFront(stage.Cluster, stage.World);
        var call = Get("/pipeline" + Experiments, ("namespace", "alice")).With("authorization", IdToken(stage, "client.apps.googleusercontent.com"));
        await stage.ApplyAsync(Denial("15021"));
        Assert.Equal(200, front.Outside(call).Code);
        // Without a RequestAuthentication nobody has looked at the token, so there is no one behind it.
        await stage.ApplyAsync(Denial("8080"));
        Assert.Equal("RBAC: access denied", front.Outside(call).Body);
        await stage.ApplyAsync(Authentication(stage.World.BackendServices.In("kf-project").Single().Id));
        Assert.Equal(200, front.Outside(call).Code);
    }

    private static string Denial(string port) => $$$"""
        apiVersion: security.istio.io/v1beta1
        kind: AuthorizationPolicy
        metadata: {name: ingress-require-iap, namespace: istio-system}
        spec:
          action: DENY
          rules: [{from: [{source: {notRequestPrincipals: ["https://cloud.google.com/iap/*"]}}], to: [{operation: {ports: ["{{{port}}}"]}}]}]
        """;

    private static string Authentication(string backend) => $$"""
        apiVersion: security.istio.io/v1beta1
        kind: RequestAuthentication
        metadata: {name: ingress-jwt, namespace: istio-system}
        spec:
          jwtRules: [{issuer: "https://cloud.google.com/iap", audiences: ["/projects/222222222222/global/backendServices/{{backend}}"], fromHeaders: [{name: x-goog-iap-jwt-assertion}]}]
        """;

    private static async Task<ControllerStage> ReadyAsync() => await FillAsync(ControllerStage.Plain());

    private static async Task<ControllerStage> OutsideAsync()
    {
        var stage = await FillAsync(await ControllerStage.GkeAsync());
        stage.World!.ServiceAccounts.Ensure("kf-project", "alice@kf-project.iam.gserviceaccount.com");
        await stage.ApplyAsync(Read("ingress.yaml"));
        await stage.SettleAsync();
        return stage;
    }

    private static async Task<ControllerStage> FillAsync(ControllerStage stage)
    {
        await stage.ApplyAsync(Cases.Read("", "nodes.yaml"));
        await stage.ApplyAsync(Read("kubeflow.yaml"));
        await stage.ApplyAsync(Read("policy.yaml"));
        await stage.SettleAsync();
        return stage;
    }

    private static string Read(string file) => Cases.Read("pipelines", file);

    private static string Token(ControllerStage stage, string inNamespace, string account, string audience)
    {
        var uid = Json.Text(stage.Get("ServiceAccount", inNamespace, account), "metadata", "uid")!;
        return "Bearer " + stage.Cluster.AccountTokens.Issue(inNamespace, account, uid, [audience], TimeSpan.FromHours(1)).Token;
    }

    private static string IdToken(ControllerStage stage, string audience) =>
        "Bearer " + stage.World!.OAuth.IdToken(stage.World.ServiceAccounts.Find("alice@kf-project.iam.gserviceaccount.com")!, audience, includeEmail: true);

    private static MeshCall Get(string path, params (string Name, string Value)[] query) =>
        new("GET", path, new Dictionary<string, string>()) { Query = query.ToDictionary(pair => pair.Name, pair => pair.Value) };

    private static JsonNode? Parse(MeshAnswer answer) => JsonReading.Parse(System.Text.Encoding.UTF8.GetBytes(answer.Body));
}
