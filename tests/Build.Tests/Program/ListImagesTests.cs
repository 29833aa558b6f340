namespace Build.Tests.Program;

public sealed class ListImagesTests : IDisposable
{
    private const string Manifests = """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, namespace: default}
        spec:
          initContainers: [{name: i, image: "busybox"}]
          containers:
          - {name: c, image: "quay.io/team/app:1.2", args: ["--launcher-image", "ghcr.io/team/launcher:3"]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: b, namespace: default}
        data:
          config: "sidecar:\n  image: gcr.io/ml-pipeline/viewer-crd-controller:2.0.3\n"
          again: "image: quay.io/team/app:1.2"

        """;

    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Images_are_listed_wherever_they_are_named_with_what_is_known_against_them()
    {
        _run.Write("package/all.yaml", Manifests);
        Assert.Equal(0, _run.Of("--target=ListImages", "--package=package"));
        Assert.Matches(@"busybox +1 +Pod default/a: spec.initContainers\[0\].image +no fixed version", _run.Said);
        Assert.Matches(@"ghcr.io/team/launcher:3 +1 +Pod default/a: spec.containers\[0\].args\[1\]", _run.Said);
        Assert.Matches(@"quay.io/team/app:1.2 +2 +ConfigMap default/b: data.again", _run.Said);
        Assert.Matches(@"gcr.io/ml-pipeline/viewer-crd-controller:2.0.3 +1 +ConfigMap default/b: data.config +the images of Kubeflow Pipelines on gcr.io are gone; use ", _run.Said);
        Assert.Contains("4 images from 4 registries: docker.io, gcr.io, ghcr.io, quay.io.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_mirror_stands_in_for_is_listed_under_the_mirror()
    {
        _run.Write("package/all.yaml", Manifests);
        Assert.Equal(0, _run.Of("--target=ListImages", "--package=package", "--image=gcr.io/ml-pipeline/=mirror.example.com/kfp/", "--output=json"));
        Assert.Contains("mirror.example.com/kfp/viewer-crd-controller:2.0.3", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("gcr.io/ml-pipeline", _run.Said, StringComparison.Ordinal);
    }
}
