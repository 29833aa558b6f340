using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Rendering;

public sealed class HydratorTests
{
    [Fact]
    public async Task One_file_per_object_and_Secrets_left_out()
    {
        using var folder = new PackageFolder();
        var written = await Hydrator.WriteAsync(Package("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: ns}}", "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: ns}, data: {password: cGFzcw==}}", "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: \"system:a\"}}"), folder["out"]);
        Assert.Equal(["apps/x/clusterrole.rbac.authorization.k8s.io_system%3aa.yaml", "apps/x/deployment.apps_ns_d.yaml"], written.Files);
        Assert.Equal("Secret ns/s", Assert.Single(written.SecretsLeftOut).ToString());
        Assert.Equal("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n  namespace: ns\n", await File.ReadAllTextAsync(folder["out/apps/x/deployment.apps_ns_d.yaml"]));
        Assert.Contains("#   Secret ns/s\n", await File.ReadAllTextAsync(folder["out/objects.txt"]));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("cGFzcw"));
    }

    [Fact]
    public async Task Every_image_is_listed_once()
    {
        using var folder = new PackageFolder();
        const string Pod = "{apiVersion: v1, kind: Pod, metadata: {name: NAME}, spec: {containers: [{image: ghcr.io/a/b:1}, {image: NAME/c}]}}";
        await Hydrator.WriteAsync(Package(Pod.Replace("NAME", "one"), Pod.Replace("NAME", "two")), folder["out"]);
        Assert.Equal("ghcr.io/a/b:1\none/c\ntwo/c\n", await File.ReadAllTextAsync(folder["out/images.txt"]));
        await Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"), folder["out"]);
        Assert.False(File.Exists(folder["out/images.txt"]));
    }

    [Fact]
    public async Task What_is_no_longer_made_is_removed_and_what_others_put_there_stays()
    {
        using var folder = new PackageFolder();
        await Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "{apiVersion: v1, kind: Namespace, metadata: {name: b}}"), folder["out"]);
        folder.With("out/README.md", "mine");
        await Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: b}}"), folder["out"]);
        Assert.Equal(["README.md", "apps/x/namespace_b.yaml", "objects.txt"], Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["out"], file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_was_tampered_with_removes_nothing_outside()
    {
        using var folder = new PackageFolder().With("precious.yaml", "x");
        await Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"), folder["out"]);
        folder.With("out/objects.txt", "../precious.yaml\n");
        await Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"), folder["out"]);
        Assert.True(File.Exists(folder["precious.yaml"]));
    }

    [Fact]
    public async Task A_folder_with_other_things_in_it_is_not_written_to()
    {
        using var folder = new PackageFolder().With("out/thesis.md", "x");
        await Assert.ThrowsAsync<UsageException>(() => Hydrator.WriteAsync(Package("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"), folder["out"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder["out"]));
    }

    [Fact]
    public void Whatever_an_object_holds_it_reads_back_as_it_was() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Value(3).ToArbitrary(), value =>
        {
            var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "a" }, ["data"] = value?.DeepClone() };
            var element = JsonSerializer.SerializeToElement(body);
            var yaml = YamlText.Of(element);
            var problems = new Problems();
            var read = ManifestReader.ReadText(yaml, "a.yaml", problems);
            Assert.False(problems.Any, $"{yaml}\n{string.Join('\n', problems.Found)}");
            Assert.True(JsonElement.DeepEquals(element, read.Single().Body), $"{yaml}\n{element}\n{read.Single().Body}");
        }));

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task The_real_package_reads_back_as_it_was()
    {
        var package = await new Renderer(new RenderOptions()).ReadAsync(RealPackage.Folder, names: ["common/knative", "apps/pipelines", "common/iap-ingress"]);
        foreach (var resource in package.Resources)
            Assert.True(JsonElement.DeepEquals(resource.Body, ManifestReader.ReadText(YamlText.Of(resource.Body), "a.yaml", new Problems()).Single().Body), resource.ToString());
    }

    private static Gen<JsonNode?> Value(int depth)
    {
        var text = Gen.OneOf(
            Gen.Elements("", " ", "yes", "n", "0644", "1e3", "~", "null", "<<", "=", "---", "a: b", "a #b", "# a", "- a", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a", "\"", "'", "|", ">", "a\nb", "a\nb\n", "\na\n", "a\n\n", " a\nb", "a \nb", "a\n  b\nc", "a\tb", "\ta\nb", "a\r\nb", "é", "日本\n語", "😀", "😀\nb", "\u2028", "\u0085a", "\u0001", "\uFEFFx", new string('x', 300) + " y"),
            ArbMap.Default.GeneratorFor<string>().Where(s => s is not null && s.All(c => !char.IsSurrogate(c))));
        var leaf = Gen.OneOf(
            text.Select(s => (JsonNode?)JsonValue.Create(s)), Gen.Constant<JsonNode?>(null), Gen.Elements(true, false).Select(b => (JsonNode?)JsonValue.Create(b)),
            ArbMap.Default.GeneratorFor<long>().Select(n => (JsonNode?)JsonValue.Create(n)), Gen.Elements(0.5, 1e-7, 1.5e30, -2.25).Select(n => (JsonNode?)JsonValue.Create(n)));
        if (depth == 0) return leaf;
        var inner = Value(depth - 1);
        return Gen.Frequency(
            (2, leaf),
            (1, inner.ListOf().Where(list => list.Count < 5).Select(list => (JsonNode?)new JsonArray([.. list.Select(node => node?.DeepClone())]))),
            (2, text.SelectMany(key => inner.Select(value => (key, value))).ListOf().Where(list => list.Count < 5)
                .Select(pairs => (JsonNode?)new JsonObject(pairs.DistinctBy(pair => pair.key).Select(pair => KeyValuePair.Create(pair.key, pair.value?.DeepClone()))))));
    }

    private static RenderedPackage Package(params string[] objects)
    {
        var read = ManifestReader.ReadText(string.Join("\n---\n", objects), "a.yaml", new Problems());
        return new RenderedPackage([new RenderedComponent(new PackageComponent("apps/x", "apps/x"), read, [], FromCache: false)]);
    }
}
