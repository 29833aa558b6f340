using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Directions;

/// <summary>The table of docs/architecture.md, executable.</summary>
public sealed class DirectionTests
{
    private static readonly RoomMap Map = new(typeof(ResourceId).Assembly, "KfPipelineTasks");

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model"] = [],
        ["Settings"] = ["Model"],
        ["Manifests"] = ["Model"],
        ["Readiness"] = ["Model"],
        ["Gcp"] = ["Model"],
        ["Cluster"] = ["Model"],
        ["Pipelines"] = ["Model"],
    };

    public static TheoryData<string> Rooms => [.. Map.Rooms.Order()];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_imports_only_what_its_line_of_the_table_allows(string room) =>
        Assert.Empty(Map.ImportsOf(room).Except(Allowed[room]));

    [Theory, MemberData(nameof(Rooms))]
    public void Only_the_rooms_that_read_YAML_know_the_YAML_library(string room) =>
        Assert.Equal(room is "Manifests" or "Settings", Map.AssembliesOf(room).Contains("YamlDotNet"));

    [Theory, MemberData(nameof(Rooms))]
    public void Only_the_Google_room_knows_the_Google_library(string room) =>
        Assert.True(room == "Gcp" || !Map.AssembliesOf(room).Any(a => a.StartsWith("Google.", StringComparison.Ordinal)));

    [Fact]
    public void The_library_knows_neither_the_host_nor_the_embedded_cloud()
    {
        var references = typeof(ResourceId).Assembly.GetReferencedAssemblies().Select(a => a.Name);
        Assert.DoesNotContain(references, name => name is "LocalCloud" or "Cake.Frosting" or "Cake.Core" or "kf-pipeline-tasks");
    }
}
