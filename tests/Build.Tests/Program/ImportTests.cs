using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using TestKit;

namespace Build.Tests.Program;

public sealed class ImportTests : IDisposable
{
    private const string Definition = """
        apiVersion: kfdef.apps.kubeflow.org/v1
        kind: KfDef
        metadata:
          name: my-kubeflow
        spec:
          applications:
          - name: namespaces
            kustomizeConfig: {repoRef: {name: manifests, path: namespaces/base}}
          - name: istio
            kustomizeConfig:
              overlays: [istio, application]
              parameters: [{name: clusterRbacConfig, value: "ON"}]
              repoRef: {name: manifests, path: istio/istio}
          - name: basic-auth
            kustomizeConfig: {repoRef: {name: manifests, path: gcp/basic-auth-ingress}}
          - name: pipelines-ui
            kustomizeConfig: {repoRef: {name: manifests, path: pipeline/pipelines-ui}}
          - name: tf-job-operator
            kustomizeConfig: {repoRef: {name: manifests, path: tf-training/tf-job-operator}}
          - name: our-own
            kustomizeConfig: {repoRef: {name: ours, path: team/thing}}
          plugins:
          - kind: KfGcpPlugin
            spec: {email: admin@example.com, project: ml-prod-1, zone: us-east1-d}
          version: v1.0.2

        """;

    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_definition_becomes_settings_and_says_what_is_lost()
    {
        _run.Write("kfctl.yaml", Definition);
        Assert.Equal(0, _run.Of("--target=Import", "--kfdef=kfctl.yaml"));
        Assert.Matches(@"istio +istio/istio +asm, common/istio +not carried over: 2 overlays and 1 parameters", _run.Said);
        Assert.Matches(@"basic-auth +gcp/basic-auth-ingress +passwords at the gateway are no more", _run.Said);
        Assert.Matches(@"our-own +team/thing +nothing is known of it", _run.Said);
        Assert.Equal("""
            # What a KfDef said of the installation, and the components that take the place of its applications.
            project:
              id: "ml-prod-1"
            location: "us-east1-d"
            admin-email: "admin@example.com"
            cluster:
              name: "my-kubeflow"
            variant: gke-iap
            components:
            - {name: common/managed-storage}
            - {name: common/cnrm}
            - {name: asm}
            - {name: common/kubeflow-namespace}
            - {name: common/istio}
            - {name: common/config-kubeflow}
            - {name: common/kubeflow-roles}
            - {name: apps/training-operator}
            - {name: apps/pipelines}

            """, File.ReadAllText(Path.Combine(_run.Folder, "kubeflow.yaml")));
        // What it writes is read: only what no KfDef says is missing.
        Assert.Equal(2, _run.Of("--target=KptSet", "--plan"));
        Assert.DoesNotContain("components", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("admin-email", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_settings_file_that_is_there_is_not_written_over_and_a_plan_writes_none()
    {
        _run.Write("kfctl.yaml", Definition);
        Assert.Equal(0, _run.Of("--target=Import", "--kfdef=kfctl.yaml", "--plan"));
        Assert.Contains("- {name: apps/pipelines}", _run.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_run.Folder, "kubeflow.yaml")));
        _run.Write("mine.yaml", "mine");
        Assert.Equal(2, _run.Of("--target=Import", "--kfdef=kfctl.yaml", "--import-to=mine.yaml"));
        Assert.Contains("is there already, and is not written over", _run.Said, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_run.Folder, "mine.yaml")));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\n", "this is ConfigMap of v1, no KfDef")]
    [InlineData("- a\n", "this is no mapping, no KfDef")]
    [InlineData("apiVersion: kfdef.apps.kubeflow.org/v1\nkind: KfDef\nspec: {components: [a]}\n", "it lists no applications")]
    [InlineData("a: [\n", "kfctl.yaml:")]
    public void Whatever_is_no_definition_is_refused(string text, string because)
    {
        _run.Write("kfctl.yaml", text);
        Assert.Equal(2, _run.Of("--target=Import", "--kfdef=kfctl.yaml"));
        Assert.Contains(because, _run.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_run.Folder, "kubeflow.yaml")));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Equal(2, _run.Of("--target=Import", "--kfdef=nowhere.yaml"));

    [SharedFact]
    public async Task Every_component_that_is_named_is_one_of_the_distribution()
    {
        using var package = await UnpackedDistribution.OpenAsync();
        var problems = new Problems();
        var listed = PackageList.Read(PackageList.FindList(package.Folder)!, problems).Select(c => c.Name).ToHashSet();
        _run.Write("kfctl.yaml", """
            {apiVersion: kfdef.apps.kubeflow.org/v1, kind: KfDef, spec: {applications: [{name: all, kustomizeConfig: {repoRef: {path: stacks/gcp}}}, {name: t, kustomizeConfig: {repoRef: {path: tensorboard}}}], plugins: [{kind: KfGcpPlugin, spec: {}}]}}
            """);
        Assert.Equal(0, _run.Of("--target=Import", "--kfdef=kfctl.yaml"));
        var named = File.ReadAllLines(Path.Combine(_run.Folder, "kubeflow.yaml")).Where(l => l.StartsWith("- {name: ", StringComparison.Ordinal)).Select(l => l["- {name: ".Length..^1]).ToList();
        Assert.Equal(21, named.Count);
        Assert.Empty(named.Except(listed));
    }
}
