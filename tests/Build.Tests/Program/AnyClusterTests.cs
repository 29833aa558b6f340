namespace Build.Tests.Program;

/// <summary>The engine as a tool for any cluster: a kubeconfig, some manifests, no Google Cloud.</summary>
public sealed class AnyClusterTests(AnyCluster cluster) : IClassFixture<AnyCluster>, IDisposable
{
    private const string Web = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: NS}
        data: {colour: blue}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: NS}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: main, image: "web:1"}]}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: NS}}

        """;

    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_folder_is_planned_applied_looked_at_and_then_left_alone()
    {
        Manifests("web/all.yaml", "folder");
        Assert.Equal(3, Of("--target=Plan", "-f", "web", "--detailed-exitcode"));
        Assert.Contains("+ Deployment.apps folder/web created (namespace folder is created in the same run)", _run.Said, StringComparison.Ordinal);
        Assert.Equal(0, Of("--target=Apply", "-f", "web"));
        Assert.Contains("mine: 3 created in", _run.Said, StringComparison.Ordinal);
        Assert.Equal(0, Of("--target=Status", "-f", "web"));
        Assert.Contains("Everything that is known about is ready.", _run.Said, StringComparison.Ordinal);
        var before = cluster.Last;
        Assert.Equal(0, Of("--target=Apply", "--path=web"));
        Assert.Contains("mine: 3 unchanged in", _run.Said, StringComparison.Ordinal);
        Assert.Equal([], cluster.Writes(before));
        Assert.Equal(0, Of("--target=Plan", "--path=web", "--detailed-exitcode"));
        Assert.Contains("No changes: 3 unchanged.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kustomization_and_a_stream_are_the_same_to_it()
    {
        Manifests("kust/base/all.yaml", "kust");
        _run.Write("kust/base/kustomization.yaml", "resources: [all.yaml]\n");
        _run.Write("kust/kustomization.yaml", "resources: [base]\nlabels: [{pairs: {team: ml}}]\n");
        Assert.Equal(0, Of("--target=Apply", "--path=kust"));
        _run.Input = Web.Replace("NS", "kust", StringComparison.Ordinal);
        Assert.Equal(3, Of("--target=Plan", "-f", "-", "--detailed-exitcode"));
        Assert.Contains("metadata.labels", _run.Said, StringComparison.Ordinal);
        Assert.Contains("3 configured.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_folders_are_two_sets_and_a_set_is_pruned_under_its_own_name_only()
    {
        Manifests("one/all.yaml", "one");
        Manifests("two/all.yaml", "two");
        Assert.Equal(0, Of("--target=Apply", "-f", "one", "--inventory=first"));
        Assert.Equal(0, Of("--target=Apply", "-f", "two"));
        Assert.DoesNotContain("pruned", _run.Said, StringComparison.Ordinal);
        _run.Write("one/all.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: one}}\n");
        Assert.Equal(0, Of("--target=Plan", "-f", "one", "--inventory=first"));
        Assert.Contains("- Deployment.apps one/web pruned (no longer in the set)", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_all_files_are_told_with_their_places_and_nothing_is_sent()
    {
        var file = _run.Write("bad/all.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: default
            spec:
              selector: {matchLabels: {app: web}}
              replica: 3
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: main
                    image: "web:1"
                    port: [80]
            ---
            apiVersion: v1
            kind: ConfgMap
            metadata: {name: a, namespace: default}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: a, namespace: default}
            spec:
              ports:
              - port: 99999
            """);
        var before = cluster.Last;
        Assert.Equal(2, Of("--target=Apply", "-f", "bad"));
        Assert.Contains($"{file}:8:3: error: Deployment.apps default/web: spec.replica: there is no such field. Did you mean 'replicas'?", _run.Said, StringComparison.Ordinal);
        Assert.Contains($"{file}:15:9: error: Deployment.apps default/web: spec.template.spec.containers[0].port: there is no such field.", _run.Said, StringComparison.Ordinal);
        Assert.Contains($"{file}:17:1: error: ConfgMap default/a: the server has no kind ConfgMap in v1.\n  next: Did you mean 'ConfigMap'?", _run.Said, StringComparison.Ordinal);
        Assert.Contains($"{file}:26:5: error: Service default/a", _run.Said, StringComparison.Ordinal);
        Assert.Equal([], cluster.Writes(before));
    }

    [Fact]
    public void The_place_of_a_mistake_is_in_the_users_folder_in_a_plan_too()
    {
        var file = _run.Write("plan/base/all.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\ndatas: {a: b}\n");
        _run.Write("plan/kustomization.yaml", "resources: [base/all.yaml]\n");
        Assert.Equal(1, Of("--target=Plan", "-f", "plan"));
        Assert.Contains($"({file}:4:1: ConfigMap default/a: datas: there is no such field.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_what_an_apply_would_fail_at_fails_and_says_what_stands_in_the_way()
    {
        const string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: contested, namespace: default}, data: {a: \"1\"}}\n";
        _run.Write("contested/all.yaml", map);
        Assert.Equal(0, Of("--target=Apply", "-f", "contested"));
        cluster.Inside.Patch("configmaps", "default", "contested", c => c["data"]!["a"] = "theirs", manager: "somebody");
        var before = cluster.Last;

        foreach (var words in new[] { Array.Empty<string>(), ["--detailed-exitcode"] })
        {
            Assert.Equal(1, Of(["--target=Plan", "-f", "contested", .. words]));
            Assert.Contains("error: ConfigMap default/contested is blocked: ", _run.Said, StringComparison.Ordinal);
            Assert.Contains(".data.a (owned by somebody)", _run.Said, StringComparison.Ordinal);
            Assert.Contains("error: 1 thing stands in the way of what is planned; a run that does it would fail.\n  next: Nothing was changed. Remove what stands in the way", _run.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("There is something to do.", _run.Said, StringComparison.Ordinal);
        }

        Assert.Empty(cluster.Writes(before));
        Assert.Equal(1, Of("--target=Apply", "-f", "contested"));
        Assert.Equal(3, Of("--target=Plan", "-f", "contested", "--force-fields=data.a", "--detailed-exitcode"));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("github")]
    public void Nothing_of_a_secret_that_kubectl_made_is_in_any_output_of_a_plan_or_an_apply(string form)
    {
        var canary = Convert.ToBase64String("canary-of-a-password"u8);
        var name = $"taken-{form}";
        var manifest = $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{{name}}}","namespace":"default"},"type":"Opaque","data":{"password":"{{{canary}}}"}}""";
        var made = System.Text.Json.Nodes.JsonNode.Parse(manifest)!.AsObject();
        made["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = manifest, ["example.com/copy"] = canary };
        cluster.Inside.Create(made, "kubectl-client-side-apply");
        _run.Write("taken/all.yaml", $"{{apiVersion: v1, kind: Secret, metadata: {{name: {name}, namespace: default}}, stringData: {{password: canary-of-another}}}}\n");
        foreach (var (variable, path) in new[] { ("GITHUB_OUTPUT", "step/output"), ("GITHUB_STEP_SUMMARY", "step/summary") }) _run.Environment[variable] = _run.Write(path, "");
        _run.Environment["RUNNER_TEMP"] = Path.Combine(_run.Folder, "step");

        foreach (var (task, code) in new[] { ("Plan", 3), ("Apply", 0) })
        {
            Assert.Equal(code, Of($"--target={task}", "-f", "taken", "--detailed-exitcode", $"--output={form}", $"--report={Path.Combine(_run.Folder, "step", task)}", "--verbosity=diagnostic"));
            var files = Directory.EnumerateFiles(Path.Combine(_run.Folder, "step"), "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText);
            Assert.Contains(files, f => f.Key.EndsWith("report.html", StringComparison.Ordinal) && f.Value.Contains("data.password", StringComparison.Ordinal));
            Assert.All(files.Append(new("said", _run.Said)), f =>
            {
                Assert.DoesNotContain("canary", f.Value, StringComparison.Ordinal);
                Assert.DoesNotContain(canary[..12], f.Value, StringComparison.Ordinal);
                Assert.DoesNotContain("last-applied", f.Value, StringComparison.Ordinal);
            });
        }

        Assert.Equal("Opaque", cluster.Inside.Get("secrets", "default", name)!["type"]!.GetValue<string>());
    }

    [Fact]
    public void What_does_not_become_ready_says_why_with_the_last_words_of_its_containers()
    {
        _run.Write("broken/all.yaml", Web.Replace("NS", "broken", StringComparison.Ordinal)
            .Replace("labels: {app: web}}", "labels: {app: web}, annotations: {localcloud.dev/behaviour: crash-loop, localcloud.dev/log: \"panic: no database\"}}", StringComparison.Ordinal)
            .Replace("  selector", "  progressDeadlineSeconds: 1\n  selector", StringComparison.Ordinal));
        Assert.Equal(1, Of("--target=Apply", "-f", "broken"));
        Assert.Contains("container main: CrashLoopBackOff", _run.Said, StringComparison.Ordinal);
        Assert.Contains("panic: no database", _run.Said, StringComparison.Ordinal);
        Assert.Contains("BackOff: Back-off restarting failed container", _run.Said, StringComparison.Ordinal);
        Assert.Contains("has timed out progressing; Pod web-", _run.Said, StringComparison.Ordinal);
        Assert.Contains(" kubectl describe deployment.apps web -n broken", _run.Said, StringComparison.Ordinal);
    }

    private void Manifests(string path, string ns) => _run.Write(path, Web.Replace("NS", ns, StringComparison.Ordinal));

    private int Of(params string[] words)
    {
        _run.Write("kubeconfig", cluster.Kubeconfig);
        return _run.Of([.. words, "--kubeconfig=kubeconfig", "--context=mine"]);
    }
}
