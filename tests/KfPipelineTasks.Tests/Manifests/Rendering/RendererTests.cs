using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Rendering;

public sealed class RendererTests
{
    private const string Namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
    private static readonly Renderer Plain = new(new RenderOptions());

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task The_real_package_renders_to_525_objects_of_20_components_and_then_out_of_the_cache()
    {
        using var cache = new PackageFolder();
        var renderer = new Renderer(new RenderOptions { CacheFolder = cache.Root });
        var package = await renderer.ReadAsync(RealPackage.Folder);
        var listed = package.Components.Where(component => component.Component.Name is not ("common/cert-manager/cert-manager/kubeflow-issuer" or "apps/pipelines/cnrm")).ToList();

        Assert.Equal(21, listed.Count);
        Assert.Equal("asm", Assert.Single(listed, component => component.IsEmpty).Component.Name);
        Assert.Equal(525, listed.Sum(component => component.Resources.Count));
        Assert.Equal("ClusterIssuer.cert-manager.io kubeflow-self-signing-issuer", Assert.Single(package.Components.Single(c => c.Component.Name.EndsWith("kubeflow-issuer")).Resources).ToString()!.Replace("cert-manager/", ""));
        Assert.Equal(
            ["common/managed-storage", "common/cnrm", "apps/pipelines/cnrm"],
            package.Components.Where(component => component.IsForManagementCluster).Select(component => component.Component.Name));
        Assert.Contains(package.Components, component => component.Messages.Any(message => message.Contains("deprecated")));

        var again = await renderer.ReadAsync(RealPackage.Folder);
        Assert.All(again.Components.Where(component => !component.IsEmpty), component => Assert.True(component.FromCache));
        Assert.Equal(package.Resources.Select(r => r.Body.GetRawText()), again.Resources.Select(r => r.Body.GetRawText()));
    }

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task An_object_of_the_real_package_can_be_traced_to_its_file()
    {
        var package = await Plain.ReadAsync(RealPackage.Folder, names: ["apps/profiles"]);
        var component = package.Components.Single();
        var definition = Assert.Single(package.Resources, resource => resource.Id.Kind == "CustomResourceDefinition");
        var place = Origins.Find(component.Component, definition.Id)!;
        Assert.EndsWith("upstream/crd/bases/kubeflow.org_profiles.yaml", place.File);
        Assert.Equal("kubeflow.org_profiles.yaml:2", $"{Path.GetFileName(place.File)}:{place.Line}");
    }

    [ToolFact("kubectl")]
    public async Task What_rendering_says_about_the_origin_of_an_object_is_believed()
    {
        using var folder = new PackageFolder()
            .With("kustomization.yaml", "buildMetadata: [originAnnotations]\nnamePrefix: my-\nresources: [base/a.yaml]\nconfigMapGenerator: [{name: c, literals: [k=v]}]\n")
            .With("base/a.yaml", "# renamed by the prefix\n" + Namespace.Replace("Namespace", "ServiceAccount", StringComparison.Ordinal));
        var package = await Plain.ReadAsync(folder.Root);
        string Place(string kind) => Origins.Find(package.Components.Single().Component, package.Resources.Single(r => r.Id.Kind == kind)) is { } at ? $"{Path.GetFileName(at.File)}:{at.Line}" : "nowhere";
        Assert.Equal(("a.yaml:2", "kustomization.yaml:0"), (Place("ServiceAccount"), Place("ConfigMap")));
    }

    [ToolFact("kubectl")]
    public async Task What_has_not_changed_is_not_rendered_again_and_what_has_is()
    {
        using var folder = new PackageFolder()
            .With("a/kustomization.yaml", "resources: [../base]\npatches: [{path: ../patches/p.yaml}]\nconfigMapGenerator: [{name: c, files: [key=../data/x.txt]}]\n")
            .With("base/kustomization.yaml", "resources: [ns.yaml]\n").With("base/ns.yaml", Namespace)
            .With("patches/p.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {x: one}}\n").With("data/x.txt", "x");
        using var cache = new PackageFolder();
        var renderer = new Renderer(new RenderOptions { CacheFolder = cache.Root });
        var first = await renderer.ReadAsync(folder["a"]);
        Assert.Equal((2, false, "one"), (first.Resources.Count, first.Components[0].FromCache, first.Resources[1].Label("x") ?? first.Resources[0].Label("x")));
        Assert.True((await renderer.ReadAsync(folder["a"])).Components[0].FromCache);

        foreach (var (file, text) in new[] { ("data/x.txt", "y"), ("patches/p.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {x: two}}\n"), ("base/ns.yaml", Namespace + "spec: {}\n") })
        {
            folder.With(file, text);
            Assert.False((await renderer.ReadAsync(folder["a"])).Components[0].FromCache, file);
        }
    }

    [Fact]
    public async Task References_to_other_machines_are_refused_before_anything_is_run()
    {
        using var folder = new PackageFolder()
            .With("kustomization.yaml", """
                resources:
                - https://example.com/all.yaml
                - github.com/argoproj/argo-workflows/manifests/base?ref=v3.7.3
                - git@github.com:org/repo.git
                - ./inner
                - missing.yaml
                patches:
                - path: https://example.com/patch.yaml
                  target: {kind: Deployment}
                images:
                - name: gcr.io/ml-pipeline/api-server
                  newName: example.com/mirror/api-server
                """)
            .With("inner/kustomization.yaml", "# a comment\nbases:\n- https://github.com/kubeflow/manifests//apps/x?ref=v1.8.0\ncommonAnnotations: {see: https://example.com}\n");
        var refused = await Assert.ThrowsAsync<UsageException>(() => new Renderer(new RenderOptions { SearchPath = "" }).ReadAsync(folder.Root));
        Assert.Equal(
            [
                "kustomization.yaml:2:3 'https://example.com/all.yaml'", "kustomization.yaml:3:3 'github.com/argoproj/argo-workflows/manifests/base?ref=v3.7.3'",
                "kustomization.yaml:4:3 'git@github.com:org/repo.git'", "inner/kustomization.yaml:3:3 'https://github.com/kubeflow/manifests//apps/x?ref=v1.8.0'",
                "kustomization.yaml:6:3 'missing.yaml'", "kustomization.yaml:8:9 'https://example.com/patch.yaml'",
            ],
            refused.Problems.Where(problem => problem.At is not null).Select(problem => $"{Path.GetRelativePath(folder.Root, problem.At!.File)}:{problem.At.Line}:{problem.At.Column} {problem.Message[..(problem.Message.LastIndexOf('\'') + 1)]}"));
        Assert.Contains("neither is on PATH", Assert.Single(refused.Problems, problem => problem.At is null).Message);
    }

    [Fact]
    public async Task Without_a_tool_to_render_the_message_says_which_and_where_to_get_it()
    {
        using var folder = new PackageFolder().With("kustomization.yaml", "resources: []\n");
        var refused = await Assert.ThrowsAsync<UsageException>(() => new Renderer(new RenderOptions { SearchPath = folder.Root }).ReadAsync(folder.Root));
        Assert.Contains("neither is on PATH", refused.Message);
        Assert.Contains("https://", Assert.Single(refused.Problems).Next);
    }

    [ToolFact("sh")]
    public async Task kustomize_goes_before_kubectl_and_its_last_words_are_told()
    {
        using var folder = new PackageFolder().With("kustomization.yaml", "resources: []\n").WithProgram("kubectl", "exit 1")
            .WithProgram("kustomize", "echo '# Warning: old' >&2; echo \"Error: no $1 of $2 today\" >&2; echo '# Warning: older' >&2; exit 3");
        var refused = await Assert.ThrowsAsync<UsageException>(() => new Renderer(new RenderOptions { SearchPath = folder["bin"] }).ReadAsync(folder.Root));
        Assert.Contains($"kustomize build ended with 3: Error: no build of {folder.Root} today", refused.Message);
    }

    [ToolFact("sh")]
    public async Task Cancelling_ends_the_tool_and_what_it_started()
    {
        using var folder = new PackageFolder().With("kustomization.yaml", "resources: []\n");
        folder.WithProgram("kustomize", $"echo $$ > {folder["pid"]}.new; mv {folder["pid"]}.new {folder["pid"]}; sleep 600");
        using var stop = new CancellationTokenSource();
        var rendering = new Renderer(new RenderOptions { SearchPath = $"{folder["bin"]}:/usr/bin:/bin" }).ReadAsync(folder.Root, cancellation: stop.Token);
        await FileThereAsync(folder["pid"]);
        var pid = int.Parse(await File.ReadAllTextAsync(folder["pid"]));
        using var tool = System.Diagnostics.Process.GetProcessById(pid);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rendering);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await tool.WaitForExitAsync(patience.Token);
    }

    [Fact]
    public async Task A_folder_without_a_kustomization_is_read_as_it_is()
    {
        using var folder = new PackageFolder().With("a.yaml", Namespace)
            .With("setters.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: setters, annotations: {config.kubernetes.io/local-config: \"true\"}}\n");
        var package = await Plain.ReadAsync(folder.Root);
        Assert.Equal("Namespace a", Assert.Single(package.Resources).Id.ToString());
        Assert.Equal(1, package.Resources[0].Source!.Line);
    }

    [Fact]
    public async Task A_file_and_standard_input_are_read_as_they_are()
    {
        using var folder = new PackageFolder().With("a.yaml", Namespace);
        Assert.Single((await Plain.ReadAsync(folder["a.yaml"])).Resources);
        using var input = new MemoryStream("{apiVersion: v1, kind: Namespace, metadata: {name: b}}"u8.ToArray());
        Assert.Equal("b", Assert.Single((await Plain.ReadAsync("-", input)).Resources).Id.Name);
    }

    [Fact]
    public async Task Components_are_those_of_the_list_in_its_order()
    {
        using var folder = Components();
        var package = await Plain.ReadAsync(folder.Root);
        Assert.Equal(["two", "apps/one", "installer"], package.Components.Select(component => component.Component.Name));
        Assert.Equal(["Namespace a", "Secret default/s"], package.Resources.Select(resource => resource.Id.ToString()));
        Assert.Equal("two", package.ComponentOf(package.Resources[0].Id));
        Assert.True(package.Components[2].IsEmpty);
        Assert.Contains("no manifests", package.Components[2].Messages[0]);
    }

    [Fact]
    public async Task Some_components_can_be_asked_for_and_others_are_offered_for_a_wrong_name()
    {
        using var folder = Components();
        Assert.Equal(["apps/one"], (await Plain.ReadAsync(folder.Root, names: ["apps/one"])).Components.Select(component => component.Component.Name));
        var refused = await Assert.ThrowsAsync<UsageException>(() => Plain.ReadAsync(folder.Root, names: ["apps/on"]));
        Assert.Contains("Did you mean 'apps/one'?", refused.Message);
    }

    [Fact]
    public async Task A_component_of_the_list_without_a_folder_is_told_with_its_line()
    {
        using var folder = Components().With("config.yaml", "components:\n- two\n- apps/onne\n");
        var refused = await Assert.ThrowsAsync<UsageException>(() => Plain.ReadAsync(folder.Root));
        Assert.Contains("config.yaml:3:3", refused.Message);
        Assert.Contains("Did you mean 'apps/one'?", refused.Message);
    }

    [Fact]
    public async Task Components_may_bring_the_same_object_but_not_two_different_ones()
    {
        using var folder = Components();
        folder.With("apps/one/again.yaml", Namespace);
        Assert.Equal(2, (await Plain.ReadAsync(folder.Root)).Resources.Count);
        folder.With("apps/one/again.yaml", Namespace + "spec: {finalizers: [x]}\n");
        var refused = await Assert.ThrowsAsync<UsageException>(() => Plain.ReadAsync(folder.Root));
        Assert.Contains("Namespace a comes with component two and, different, with component apps/one", refused.Message);
    }

    private static PackageFolder Components()
    {
        var folder = new PackageFolder().With("config.yaml", "components:\n- two\n- apps/one\n- installer\n").With("two/ns.yaml", Namespace)
            .With("apps/one/s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: default}\n").With("installer/scripts/install.sh", "");
        return folder;
    }

    private static async Task FileThereAsync(string file)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!) { EnableRaisingEvents = true };
        var there = new TaskCompletionSource();
        watcher.Renamed += (_, change) => { if (change.FullPath == file) there.TrySetResult(); };
        if (File.Exists(file)) return;
        await there.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
