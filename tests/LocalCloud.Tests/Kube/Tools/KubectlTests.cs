using TestKit;

namespace LocalCloud.Tests.Kube.Tools;

/// <summary>What people do with kubectl, done with the real one.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "img:1", ports: [{containerPort: 80}]}]}
        """;

    private KubeFixture _kube = null!;
    private Kubectl _kubectl = null!;

    public async Task InitializeAsync()
    {
        _kube = await KubeFixture.StartAsync();
        _kubectl = new Kubectl(_kube);
    }

    public async Task DisposeAsync()
    {
        _kubectl.Dispose();
        await _kube.DisposeAsync();
    }

    [ToolFact("kubectl")]
    public async Task Server_side_apply_twice_leaves_the_object_alone()
    {
        Assert.Equal("deployment.apps/web serverside-applied\n", await _kubectl.RunAsync("apply --server-side -f -", Web));
        var version = await _kubectl.RunAsync("get deploy web -o jsonpath={.metadata.resourceVersion}");
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        Assert.Equal(version, await _kubectl.RunAsync("get deploy web -o jsonpath={.metadata.resourceVersion}"));
    }

    [ToolFact("kubectl")]
    public async Task A_conflict_is_explained_and_can_be_forced()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        var other = Web.Replace("img:1", "img:2", StringComparison.Ordinal);
        var (code, _, error) = await _kubectl.TryAsync("apply --server-side --field-manager=other -f -", other);
        Assert.Equal(1, code);
        Assert.StartsWith("error: Apply failed with 1 conflict: conflict with \"kubectl\": .spec.template.spec.containers[name=\"c\"].image\n", error, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web serverside-applied\n", await _kubectl.RunAsync("apply --server-side --field-manager=other --force-conflicts -f -", other));
    }

    [ToolFact("kubectl")]
    public async Task Client_side_apply_is_configured_once_and_then_unchanged()
    {
        Assert.Equal("deployment.apps/web created\n", await _kubectl.RunAsync("apply -f -", Web));
        Assert.Equal("deployment.apps/web unchanged\n", await _kubectl.RunAsync("apply -f -", Web));
        var changed = Web.Replace("img:1", "img:2", StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web configured\n", await _kubectl.RunAsync("apply -f -", changed));
        Assert.Equal("img:2", await _kubectl.RunAsync("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}"));
    }

    [ToolFact("kubectl", "diff")]
    public async Task Diff_tells_a_change_and_nothing_else()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        Assert.Equal(0, (await _kubectl.TryAsync("diff --server-side -f -", Web)).Code);
        var (code, output, _) = await _kubectl.TryAsync("diff --server-side -f -", Web.Replace("img:1", "img:2", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("+      - image: img:2", output, StringComparison.Ordinal);
    }

    [ToolFact("kubectl")]
    public async Task A_typo_is_refused_with_the_field_named()
    {
        var (code, _, error) = await _kubectl.TryAsync("apply -f -", Web.Replace("replicas:", "replica:", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("strict decoding error: unknown field \"spec.replica\"", error, StringComparison.Ordinal);
    }

    [ToolFact("kubectl")]
    public async Task Get_shows_tables_wide_tables_and_yaml()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        Assert.Equal(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], FirstLine(await _kubectl.RunAsync("get deploy")));
        Assert.Contains("IMAGES", FirstLine(await _kubectl.RunAsync("get deploy -o wide")));
        Assert.Contains("image: img:1", await _kubectl.RunAsync("get deploy web -o yaml"), StringComparison.Ordinal);
        Assert.Equal("No resources found in default namespace.\n", (await _kubectl.TryAsync("get pods")).Error);
    }

    private static string[] FirstLine(string output) => output.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [ToolFact("kubectl")]
    public async Task Get_watch_shows_changes_as_they_come()
    {
        using var watching = _kubectl.Start("get cm -w -o name");
        await _kubectl.RunAsync("create cm seen --from-literal=a=b");
        using var patience = new CancellationTokenSource(KubeFixture.Patience, TimeProvider.System);
        Assert.Equal("configmap/seen", await watching.StandardOutput.ReadLineAsync(patience.Token));
        watching.Kill();
    }

    [ToolFact("kubectl")]
    public async Task Wait_ends_when_a_condition_holds()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Definition);
        Assert.Contains("condition met", await _kubectl.RunAsync("wait --for=condition=Established crd/things.example.com --timeout=20s"), StringComparison.Ordinal);
        Assert.Contains("things", await _kubectl.RunAsync("api-resources --api-group=example.com"), StringComparison.Ordinal);
        await _kubectl.RunAsync("apply --server-side -f -", """{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"t"},"spec":{"size":3}}""");
        Assert.Equal("NAME   SIZE\nt      3\n", await _kubectl.RunAsync("get things"));
    }

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: things, kind: Thing}
          versions:
          - name: v1
            served: true
            storage: true
            additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
        """;

    [ToolFact("kubectl")]
    public async Task Rollout_status_ends_when_the_deployment_is_done()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        _kube.Cluster.Client.Patch("deployments.apps", "default", "web", live => live["status"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,"conditions":[{"type":"Available","status":"True"},{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"}]}"""), "status");
        Assert.Equal("deployment \"web\" successfully rolled out\n", await _kubectl.RunAsync("rollout status deploy/web --timeout=20s"));
    }

    [ToolFact("kubectl")]
    public async Task Delete_waits_until_the_object_is_gone()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        Assert.Equal("deployment.apps \"web\" deleted\n", await _kubectl.RunAsync("delete deploy web --wait --timeout=20s"));
        Assert.Equal(1, (await _kubectl.TryAsync("get deploy web")).Code);
    }

    [ToolFact("kubectl")]
    public async Task Drain_cordons_the_node_and_evicts_its_pods()
    {
        await _kube.Server.Clusters.SetNodesAsync(_kube.Key, [new("n1", "pool", "us-central1-a", "e2-standard-8", 8, 32768, new Dictionary<string, string>(StringComparer.Ordinal), [])], CancellationToken.None);
        await _kubectl.RunAsync("apply --server-side -f -", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},"spec":{"nodeName":"n1","terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i"}]}}""");
        var output = await _kubectl.RunAsync("drain n1 --force --timeout=20s");
        Assert.Contains("node/n1 drained", output, StringComparison.Ordinal);
        Assert.Contains("Ready,SchedulingDisabled", await _kubectl.RunAsync("get node n1"), StringComparison.Ordinal);
        Assert.Equal("", await _kubectl.RunAsync("get pods -o name"));
    }

    [ToolFact("kubectl")]
    public async Task Explain_tells_the_fields_of_a_kind()
    {
        var said = await _kubectl.RunAsync("explain deployment.spec.template.spec.containers.resources");
        Assert.Contains("KIND:       Deployment", said, StringComparison.Ordinal);
        Assert.Contains("limits", said, StringComparison.Ordinal);
    }

    [ToolFact("kubectl")]
    public async Task Auth_can_i_answers()
    {
        Assert.Equal("yes\n", await _kubectl.RunAsync("auth can-i create deployments"));
        Assert.Equal("no\n", (await _kubectl.TryAsync("auth can-i get secrets --as=nobody@example.com")).Output);
    }

    [ToolFact("kubectl")]
    public async Task A_secret_is_made_here_and_applied_there()
    {
        var yaml = await _kubectl.RunAsync("create secret generic s --from-literal=a=b --dry-run=client -o yaml");
        Assert.Equal("secret/s created\n", await _kubectl.RunAsync("apply -f -", yaml));
        Assert.Equal("Yg==", await _kubectl.RunAsync("get secret s -o jsonpath={.data.a}"));
    }

    [ToolFact("kubectl")]
    public async Task Typed_commands_speak_Protobuf_and_are_understood()
    {
        await _kubectl.RunAsync("create ns typed");
        await _kubectl.RunAsync("create deployment d -n typed --image=nginx:1 --replicas=0 --port=80");
        Assert.Equal("0,80,nginx:1", await _kubectl.RunAsync("get deploy d -n typed -o jsonpath={.spec.replicas},{.spec.template.spec.containers[0].ports[0].containerPort},{.spec.template.spec.containers[0].image}"));
        await _kubectl.RunAsync("create service clusterip s -n typed --tcp=80:8080");
        Assert.Equal("8080", await _kubectl.RunAsync("get svc s -n typed -o jsonpath={.spec.ports[0].targetPort}"));
        await _kubectl.RunAsync("create role r -n typed --verb=get --resource=pods");
        await _kubectl.RunAsync("create rolebinding r -n typed --role=r --serviceaccount=typed:bob");
        await _kubectl.RunAsync("create sa bob -n typed");
        Assert.NotEmpty(await _kubectl.RunAsync("create token bob -n typed --audience=pipelines.kubeflow.org"));
        Assert.Equal("yes\n", await _kubectl.RunAsync("auth can-i get pods -n typed --as=system:serviceaccount:typed:bob"));
        await _kubectl.RunAsync("create quota q -n typed --hard=cpu=1,memory=1G");
        await _kubectl.RunAsync("create job j -n typed --image=busybox:1 -- echo hi");
        await _kubectl.RunAsync("create cronjob cj -n typed --image=busybox:1 --schedule=*/5* -- echo hi");
        await _kubectl.RunAsync("create ingress i -n typed --rule=a.example.com/=s:80");
        await _kubectl.RunAsync("create pdb p -n typed --selector=app=d --min-available=50%");
        Assert.Equal("50%", await _kubectl.RunAsync("get pdb p -n typed -o jsonpath={.spec.minAvailable}"));
    }

    [ToolFact("kubectl")]
    public async Task Labels_annotations_scale_and_patches_work()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        await _kubectl.RunAsync("label deploy web tier=front");
        await _kubectl.RunAsync("annotate deploy web why=because");
        await _kubectl.RunAsync("scale deploy web --replicas=5");
        await _kubectl.RunAsync("set image deploy/web c=img:9");
        Assert.Equal("5,img:9,front", await _kubectl.RunAsync("get deploy web -o jsonpath={.spec.replicas},{.spec.template.spec.containers[0].image},{.metadata.labels.tier}"));
        Assert.Contains("deployment.apps/web", await _kubectl.RunAsync("get all -o name"), StringComparison.Ordinal);
    }
}
