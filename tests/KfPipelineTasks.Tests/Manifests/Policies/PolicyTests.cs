using KfPipelineTasks.Manifests.Policies;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Policies;

public sealed class PolicyTests
{
    private const string Pipelines = "selector: {matchLabels: {app: ml-pipeline}}";
    private const string Notebook = "cluster.local/ns/alice/sa/default-editor";
    private const string Gateway = "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "ml-pipeline" };

    private static readonly string Platform = Policy("platform", """
        {PIPELINES, rules: [
          {from: [{source: {principals: [GATEWAY]}}]},
          {when: [{key: "request.headers[kubeflow-userid]", notValues: ["*"]}]}]}
        """);

    private static readonly string Careless = Policy("careless", """{PIPELINES, rules: [{from: [{source: {principals: ["NOTEBOOK"]}}]}]}""");

    [Fact]
    public void A_policy_without_a_word_about_the_header_lets_a_Pod_be_anybody()
    {
        var policies = Read(Platform, Careless);
        Assert.True(Accepts(policies, Notebook, "bob@example.com"));
        Assert.Equal(
            ["policies.yaml:6:1: AuthorizationPolicy.security.istio.io kubeflow/careless lets cluster.local/ns/alice/sa/default-editor send the header that says who the user is, so it can speak for anybody. Add to the rule: when: [{key: 'request.headers[kubeflow-userid]', notValues: ['*']}]"],
            PolicyLint.Check(policies).Select(problem => problem.ToString()));
    }

    [Fact]
    public void With_the_header_forbidden_a_Pod_is_let_in_only_as_itself()
    {
        var hardened = Policy("hardened", """{PIPELINES, rules: [{from: [{source: {principals: ["NOTEBOOK"]}}], when: [{key: "request.headers[kubeflow-userid]", notValues: ["*"]}, {key: "request.headers[x-goog-authenticated-user-email]", notValues: ["*"]}]}]}""");
        var policies = Read(hardened);
        Assert.True(Accepts(policies, Notebook, null));
        Assert.False(Accepts(policies, Notebook, "bob@example.com"));
        Assert.False(Accepts(policies, "cluster.local/ns/mallory/sa/default-editor", null));
        Assert.Empty(PolicyLint.Check(policies));
    }

    [Fact]
    public void The_gateway_may_send_the_header_it_sets_itself()
    {
        var policies = Read(Policy("gateway", """{PIPELINES, rules: [{from: [{source: {principals: ["GATEWAY"]}}]}]}"""));
        Assert.True(Accepts(policies, Gateway, "alice@example.com"));
        Assert.Empty(PolicyLint.Check(policies));
    }

    [Fact]
    public void A_rule_that_asks_for_nothing_is_told()
    {
        var policies = Read(Policy("open", "{PIPELINES, rules: [{}]}"));
        Assert.True(Accepts(policies, null, "bob@example.com"));
        Assert.Contains("lets everybody in", Assert.Single(PolicyLint.Check(policies)).Message);
    }

    [Fact]
    public void The_header_is_the_one_the_platform_names()
    {
        var map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeflow-config, namespace: kubeflow}\ndata: {userid-header: X-Our-User}\n";
        var guarded = Policy("guarded", """{PIPELINES, rules: [{from: [{source: {principals: ["NOTEBOOK"]}}], when: [{key: "request.headers[kubeflow-userid]", notValues: ["*"]}, {key: "request.headers[x-goog-authenticated-user-email]", notValues: ["*"]}]}]}""");
        Assert.Empty(PolicyLint.Check(Read(guarded)));
        Assert.Contains("request.headers[x-our-user]", Assert.Single(PolicyLint.Check(Read(map, guarded))).Next);
    }

    [Fact]
    public void Believing_the_header_of_just_anybody_is_told_wherever_it_is()
    {
        const string when = "when: [{key: 'request.headers[kubeflow-userid]', values: [bob@example.com]}]";
        var careless = Read(Policy("user-bob", $"{{rules: [{{{when}}}]}}").Replace("namespace: kubeflow", "namespace: alice"));
        var careful = Read(Policy("user-bob", $"{{rules: [{{from: [{{source: {{principals: [GATEWAY]}}}}], {when}}}]}}").Replace("namespace: kubeflow", "namespace: alice"));
        Assert.Equal(
            ["policies.yaml:1:1: AuthorizationPolicy.security.istio.io alice/user-bob believes whoever says that he is bob@example.com: cluster.local/ns/some-namespace/sa/default-editor can speak for him. Add to the rule who may say so, the gateway: from: [{source: {principals: [...]}}]"],
            PolicyLint.Impersonation(careless).Select(problem => problem.ToString()));
        Assert.Empty(PolicyLint.Impersonation(careful));
    }

    [Fact]
    public void A_gateway_is_known_by_its_whole_name()
    {
        var named = Read(Policy("gateway", "{PIPELINES, rules: [{from: [{source: {principals: [cluster.local/ns/gateways/sa/front]}}]}]}"));
        Assert.Single(PolicyLint.Check(named));
        Assert.Empty(PolicyLint.Check(named, "cluster.local/ns/gateways/sa/front"));
        Assert.Single(PolicyLint.Check(Read(Policy("pretender", "{PIPELINES, rules: [{from: [{source: {principals: [cluster.local/ns/evil/sa/x-ingressgateway]}}]}]}"))));
    }

    [Theory]
    [InlineData("destination.port", "'8888'")]
    [InlineData("remote.ip", "10.0.0.0/8")]
    [InlineData("request.auth.claims[iss]", "x")]
    public void A_condition_that_a_Pod_may_well_meet_does_not_close_the_hole(string key, string value) => Assert.Single(PolicyLint.Check(Read(
        Policy("narrowed", $"{{PIPELINES, rules: [{{from: [{{source: {{principals: [NOTEBOOK]}}}}], when: [{{key: '{key}', values: [{value}]}}]}}]}}"))));

    [Fact]
    public void A_policy_for_gateways_or_waypoints_is_not_about_Pods()
    {
        var targeted = Policy("targeted", "{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: front}], rules: [{from: [{source: {principals: [NOTEBOOK]}}]}]}");
        Assert.Empty(PolicyLint.Check(Read(targeted)));
        Assert.False(Accepts(Read(Platform, targeted), Notebook, "bob@example.com"));
    }

    [Fact]
    public void An_EnvoyFilter_that_sets_the_header_is_told()
    {
        var filter = """
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: add-header, namespace: alice}
            spec: {configPatches: [{patch: {value: {request_headers_to_add: [{header: {key: kubeflow-userid, value: alice@example.com}}]}}}]}
            """;
        Assert.Contains("every Pod behind it is that user", Assert.Single(PolicyLint.Check(Read(filter))).Message);
    }

    [Fact]
    public void Checking_tokens_without_asking_for_one_is_told()
    {
        var authentication = "apiVersion: security.istio.io/v1beta1\nkind: RequestAuthentication\nmetadata: {name: ingress-jwt, namespace: istio-system}\nspec: {selector: {matchLabels: {istio: ingressgateway}}}\n";
        var required = "apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {name: need, namespace: istio-system}\nspec: {selector: {matchLabels: {istio: ingressgateway}}, action: DENY, rules: [{from: [{source: {notRequestPrincipals: [\"*\"]}}]}]}\n";
        Assert.Contains("requests without a token pass", Assert.Single(PolicyLint.Check(Read(authentication))).Message);
        Assert.Empty(PolicyLint.Check(Read(authentication, required)));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{rules: []}", false)]
    [InlineData("{action: DENY, rules: [{}]}", false)]
    [InlineData("{action: DENY, rules: [{to: [{operation: {methods: [POST]}}]}]}", true)]
    [InlineData("{rules: [{from: [{source: {namespaces: [alice]}}]}]}", true)]
    [InlineData("{rules: [{from: [{source: {notNamespaces: [alice]}}]}]}", false)]
    [InlineData("{rules: [{from: [{source: {principals: [\"*/default-editor\"]}}]}]}", true)]
    [InlineData("{rules: [{from: [{source: {principals: [\"cluster.local/ns/alice/*\"]}}]}]}", true)]
    [InlineData("{rules: [{from: [{source: {principals: [\"*\"], notPrincipals: [\"*/default-editor\"]}}]}]}", false)]
    [InlineData("{rules: [{to: [{operation: {paths: [\"/apis/*\"], methods: [GET]}}]}]}", true)]
    [InlineData("{rules: [{to: [{operation: {notPaths: [\"/apis/*\"]}}]}]}", false)]
    [InlineData("{rules: [{when: [{key: source.namespace, values: [bob]}]}]}", false)]
    [InlineData("{rules: [{when: [{key: \"request.headers[x-a]\", values: [\"*\"]}]}]}", false)]
    [InlineData("{rules: [{when: [{key: \"request.auth.claims[iss]\", values: [x]}]}]}", false)]
    [InlineData("{selector: {matchLabels: {app: other}}, rules: []}", true)]
    public void Policies_are_weighed_as_Istio_weighs_them(string spec, bool accepted)
    {
        // An empty spec is an ALLOW policy without rules in Istio, which nothing matches; a policy for other Pods says nothing about these.
        var policies = spec == "{}" ? [] : Read(Policy("p", spec));
        Assert.Equal(accepted, MeshAuthorization.Accepts(policies, "kubeflow", Labels, new MeshRequest(Notebook, "/apis/v2beta1/runs", "GET", new Dictionary<string, string>())));
    }

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task The_real_package_is_looked_through()
    {
        var package = await new Renderer(new RenderOptions()).ReadAsync(RealPackage.Folder, names: ["apps/pipelines", "apps/profiles", "apps/centraldashboard", "common/config-kubeflow"]);
        var problems = PolicyLint.Check(package.Resources);
        Assert.All(problems, problem => Assert.Contains("lets everybody in", problem.Message));
        Assert.Contains(problems, problem => problem.Message.Contains("service-cache-server"));
        // The policy that lets notebooks in by their own service account, as it is often copied, opens that door again.
        var copied = Read(Policy("bind-ml-pipeline-nb-alice", """{PIPELINES, rules: [{from: [{source: {principals: ["NOTEBOOK"]}}]}]}"""));
        Assert.Contains(PolicyLint.Check([.. package.Resources, .. copied]), problem => problem.Message.Contains("can speak for anybody"));
    }

    private static bool Accepts(IReadOnlyList<Resource> policies, string? principal, string? user) => MeshAuthorization.Accepts(
        policies, "kubeflow", Labels, new MeshRequest(principal, "/apis/v2beta1/runs", "GET", user is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["kubeflow-userid"] = user }));

    private static string Policy(string name, string spec) => $"apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {{name: {name}, namespace: kubeflow}}\nspec: {Filled(spec)}\n";

    private static string Filled(string spec) => spec.ReplaceLineEndings(" ").Replace("PIPELINES", Pipelines).Replace("NOTEBOOK", Notebook).Replace("GATEWAY", Gateway);

    private static IReadOnlyList<Resource> Read(params string[] objects)
    {
        var problems = new Problems();
        var read = ManifestReader.ReadText(string.Join("---\n", objects), "policies.yaml", problems);
        Assert.False(problems.Any, string.Join('\n', problems.Found));
        return read;
    }
}
