using KfPipelineTasks.Manifests.Images;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Images;

public sealed class ImageTests
{
    private static readonly IReadOnlyList<Resource> Objects = ManifestReader.ReadText("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, namespace: ns}
        spec:
          template:
            spec:
              initContainers: [{name: i, image: busybox}]
              containers:
              - name: c
                image: gcr.io/ml-pipeline/workflow-controller:v3.3.10
                args: ["--executor-image", "gcr.io/ml-pipeline/argoexec:v3.3.10", "--host=https://example.com/a:80/b", "--name=a.example.com/x"]
                env: [{name: QUEUE, value: "example.com:5000/queue@sha256:0000000000000000000000000000000000000000000000000000000000000000"}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c, namespace: ns}
        data:
          runtimes: '{"storage": {"image": "kserve/storage-initializer:v0.11.1", "memory": "1Gi"}}'
          notebook: |
            image:
              value: docker.io/notebooks/jupyter:v1.8.0
              other: "docker.io/notebooks/rstudio:v1.8.0"
            see: https://docker.io/notebooks/none:v1
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: d}
        spec: {description: "such as docker.io/example/none:v1"}
        ---
        apiVersion: example.com/v1
        kind: Foo
        metadata: {name: f, namespace: ns}
        spec: {driverImage: registry.example.com/driver:v1, imagePullPolicy: Always}
        """, "objects.yaml", new Problems());

    [Fact]
    public void Images_are_found_wherever_they_are_named() => Assert.Equal(
        """
        busybox in Deployment.apps ns/d spec.template.spec.initContainers[0].image
        docker.io/notebooks/jupyter:v1.8.0 in ConfigMap ns/c data.notebook
        docker.io/notebooks/rstudio:v1.8.0 in ConfigMap ns/c data.notebook
        example.com:5000/queue@sha256:0000000000000000000000000000000000000000000000000000000000000000 in Deployment.apps ns/d spec.template.spec.containers[0].env[0].value
        gcr.io/ml-pipeline/argoexec:v3.3.10 in Deployment.apps ns/d spec.template.spec.containers[0].args[1]
        gcr.io/ml-pipeline/workflow-controller:v3.3.10 in Deployment.apps ns/d spec.template.spec.containers[0].image
        kserve/storage-initializer:v0.11.1 in ConfigMap ns/c data.runtimes
        registry.example.com/driver:v1 in Foo.example.com ns/f spec.driverImage
        """,
        string.Join('\n', ImageList.Of(Objects).Select(use => $"{use.Image} in {use.Object} {use.Path}")));

    [Fact]
    public void Images_are_rewritten_wherever_they_are_named_and_nothing_else_is()
    {
        var table = new Dictionary<string, string> { ["gcr.io/"] = "mirror/gcr/", ["gcr.io/ml-pipeline/argoexec"] = "mirror/argoexec", ["docker.io/"] = "mirror/hub/", ["kserve/"] = "mirror/kserve/" };
        var rewritten = ImageMirror.Rewrite(Objects, table);
        Assert.Equal(
            ["busybox", "example.com:5000/queue@sha256:0000000000000000000000000000000000000000000000000000000000000000", "mirror/argoexec:v3.3.10", "mirror/gcr/ml-pipeline/workflow-controller:v3.3.10"],
            ImageList.Names([rewritten[0]]).Concat(rewritten[0].Body.GetRawText().Contains("\"mirror/argoexec:v3.3.10\"") ? ["mirror/argoexec:v3.3.10"] : []).Order(StringComparer.Ordinal));
        Assert.Contains("value: mirror/hub/notebooks/jupyter:v1.8.0\n", rewritten[1].Text("data", "notebook"));
        Assert.Contains("https://docker.io/notebooks/none:v1", rewritten[1].Text("data", "notebook"));
        Assert.Contains("\"mirror/kserve/storage-initializer:v0.11.1\"", rewritten[1].Text("data", "runtimes"));
        Assert.Same(Objects[2], rewritten[2]);
        Assert.Same(Objects[3], rewritten[3]);
        Assert.Same(Objects, ImageMirror.Rewrite(Objects, new Dictionary<string, string>()));
    }

    [Fact]
    public void Dead_registries_are_told_with_what_takes_their_place()
    {
        var problems = DeadImages.Check(ImageList.Of(Objects));
        Assert.Equal(
            [
                "objects.yaml:1:1: Deployment.apps ns/d: image gcr.io/ml-pipeline/argoexec:v3.3.10: the images of Kubeflow Pipelines on gcr.io are gone. Use quay.io/argoproj/argoexec.",
                "objects.yaml:1:1: Deployment.apps ns/d: image gcr.io/ml-pipeline/workflow-controller:v3.3.10: the images of Kubeflow Pipelines on gcr.io are gone. Use quay.io/argoproj/workflow-controller.",
            ],
            problems.Select(problem => problem.ToString()));
        Assert.Null(DeadImages.Find("ghcr.io/kubeflow/kfp-api-server:2.5.0"));
    }

    [Theory]
    [InlineData("busybox", "docker.io library/busybox - - moving")]
    [InlineData("minio/minio:latest", "docker.io minio/minio latest - moving")]
    [InlineData("gcr.io/a/b:v1", "gcr.io a/b v1 - fixed")]
    [InlineData("localhost:5000/a@sha256:abc", "localhost:5000 a - sha256:abc fixed")]
    [InlineData("example.com/a/b:v1@sha256:abc", "example.com a/b v1 sha256:abc fixed")]
    public void A_reference_has_parts(string image, string expected)
    {
        var name = ImageName.Parse(image);
        Assert.Equal(expected, $"{name.Registry} {name.Repository} {name.Tag ?? "-"} {name.Digest ?? "-"} {(name.IsMoving ? "moving" : "fixed")}");
    }

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task The_real_package_names_images_that_are_gone()
    {
        var package = await new Renderer(new RenderOptions()).ReadAsync(RealPackage.Folder, names: ["apps/pipelines", "common/iap-ingress", "apps/katib", "contrib/kserve"]);
        var uses = ImageList.Of(package.Resources);
        var dead = DeadImages.Check(uses);
        Assert.Contains(dead, problem => problem.Message.Contains("gcr.io/ml-pipeline/api-server:2.0.3"));
        Assert.Contains(dead, problem => problem.Message.Contains("gcr.io/ml-pipeline/argoexec:v3.3.10"));
        Assert.Contains(dead, problem => problem.Message.Contains("gcr.io/kubeflow-images-public/ingress-setup:latest (and 2 more uses)"));
        Assert.Contains(uses, use => use.Object.Kind == "ConfigMap" && use.Image.StartsWith("docker.io/kubeflowkatib/suggestion-"));
        Assert.All(uses, use => Assert.NotEmpty(ImageName.Parse(use.Image).Repository));
    }
}
