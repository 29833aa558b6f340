namespace Build.Tests.Program;

/// <summary>Components that somebody else looks after: looked for, and otherwise left alone.</summary>
public sealed class ExternalComponentTests(AnyCluster cluster) : IClassFixture<AnyCluster>, IDisposable
{
    private const string Store = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: buckets.store.example.com}
        spec:
          group: store.example.com
          scope: Namespaced
          names: {kind: Bucket, plural: buckets, singular: bucket, listKind: BucketList}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: store}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: store-api, namespace: store}, spec: {selector: {app: store}, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: store-metrics, namespace: store}, spec: {selector: {app: store}, ports: [{port: 81}]}}

        """;

    private const string App = """
        {apiVersion: v1, kind: Namespace, metadata: {name: app}}
        ---
        {apiVersion: store.example.com/v1, kind: Bucket, metadata: {name: artifacts, namespace: app}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: where, namespace: app}, data: {address: "http://store-api.store.svc.cluster.local:80/"}}

        """;

    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void An_external_component_is_looked_for_used_and_never_touched()
    {
        Package();
        var start = cluster.Last;
        Assert.Equal(2, Of("--target=Apply", "--external=store"));
        Assert.Contains("component store is somebody else's (package.external, or mesh.provider), and the cluster lacks what others need of it: CustomResourceDefinition.apiextensions.k8s.io buckets.store.example.com, Service store/store-api.", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("store-metrics", _run.Said, StringComparison.Ordinal);
        Assert.Equal([], cluster.Writes(start));

        // We install it ourselves, and later somebody else takes it over: what was ours stays.
        Assert.Equal(0, Of("--target=Apply"));
        Assert.Equal(0, Of("--target=Apply", "--external=store"));
        Assert.Contains("Service store/store-metrics skipped (no longer in the set, stays: it is somebody else's)", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("pruned", _run.Said, StringComparison.Ordinal);

        var before = cluster.Last;
        Assert.Equal(0, Of("--target=Teardown", "--external=store", "--confirm=mine"));
        Assert.Contains(cluster.Writes(before), w => w.Contains("/namespaces/app", StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Writes(before), w => w.Contains("/namespaces/store", StringComparison.Ordinal) || w.Contains("customresourcedefinitions", StringComparison.Ordinal));
    }

    [Fact]
    public void A_component_that_the_package_does_not_have_is_refused_with_the_nearest()
    {
        Package();
        Assert.Equal(2, Of("--target=Apply", "--external=stoer"));
        Assert.Contains("package.external: the package has no component 'stoer'. Did you mean 'store'?", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mesh_of_somebody_else_is_an_external_component()
    {
        _run.Write("package/kubeflow/config.yaml", "components:\n- asm\n- app\n");
        _run.Write("package/kubeflow/asm/readme.txt", "");
        _run.Write("package/kubeflow/common/istio/upstream/istio-crds/base/all.yaml", Store.Replace("store.example", "mesh.example", StringComparison.Ordinal));
        _run.Write("package/kubeflow/app/all.yaml", App.Replace("store.example", "mesh.example", StringComparison.Ordinal));
        Assert.Equal(2, Of("--target=Apply", "--mesh=external", "--asm-label=rev-1"));
        Assert.Contains("component common/istio/upstream/istio-crds/base is somebody else's (package.external, or mesh.provider), and the cluster lacks what others need of it: CustomResourceDefinition.apiextensions.k8s.io buckets.mesh.example.com", _run.Said, StringComparison.Ordinal);
    }

    private void Package()
    {
        _run.Write("package/kubeflow/config.yaml", "components:\n- store\n- app\n");
        _run.Write("package/kubeflow/store/all.yaml", Store);
        _run.Write("package/kubeflow/app/all.yaml", App);
    }

    private int Of(params string[] words)
    {
        _run.Write("kubeconfig", cluster.Kubeconfig);
        return _run.Of([.. words, "--package=package", "--kubeconfig=kubeconfig", "--context=mine"]);
    }
}
