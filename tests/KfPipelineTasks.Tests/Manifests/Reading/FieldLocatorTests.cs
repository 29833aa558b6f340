using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Reading;

public sealed class FieldLocatorTests
{
    private const string Text = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: first}
        ---
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Pod
          metadata:
            name: a
            annotations:
              example.com/a.b: x
              example.com/a: z
          spec:
            containers:
            - name: side
              image: side
            - name: main
              image: main
              ports:
              - {containerPort: 80, protocol: TCP}
              - containerPort: 80
                protocol: UDP
                name: x
        """;

    [Theory]
    [InlineData("", "m.yaml:8:3")]
    [InlineData("spec", "m.yaml:15:3")]
    [InlineData("spec.containers[1].image", "m.yaml:20:7")]
    [InlineData(".spec.containers[name=\"main\"].image", "m.yaml:20:7")]
    [InlineData(".spec.containers[name=\"main\"].ports[containerPort=80,protocol=\"UDP\"].name", "m.yaml:25:9")]
    [InlineData("spec.containers[0].resources.limits", "m.yaml:17:7")]
    [InlineData("spec.containers[7].image", "m.yaml:16:5")]
    [InlineData("metadata.annotations[example.com/a.b]", "m.yaml:13:7")]
    [InlineData("metadata.annotations.example.com/a.b", "m.yaml:13:7")]
    [InlineData("metadata.annotations.example.com/a", "m.yaml:14:7")]
    [InlineData("metadata.labels", "m.yaml:10:3")]
    public void A_servers_field_path_leads_to_a_line(string path, string expected)
    {
        var pod = ManifestReader.ReadText(Text, "m.yaml", new Problems()).Single(r => r.Id.Kind == "Pod");
        Assert.Equal(expected, FieldLocator.Locate(Text, pod.Source!, path)!.ToString());
    }

    [Fact]
    public void An_object_without_a_file_has_only_its_own_place() =>
        Assert.Null(FieldLocator.Locate(new Resource(new ResourceId("", "v1", "Pod", null, "a"), default), "spec"));
}
