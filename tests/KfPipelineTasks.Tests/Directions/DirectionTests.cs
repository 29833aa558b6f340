using System.Text.RegularExpressions;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Directions;

/// <summary>The table of docs/architecture.md, executable.</summary>
public sealed partial class DirectionTests
{
    private static readonly RoomMap Map = new(typeof(ResourceId).Assembly, "KfPipelineTasks");

    private static readonly Dictionary<string, string[]> Allowed = Rows().ToDictionary(row => row.Groups["room"].Value, row => row.Groups["imports"].Value == "nothing" ? [] : row.Groups["imports"].Value.Split(", "));

    public static TheoryData<string> Rooms => [.. Map.Rooms.Order()];

    [Fact]
    public void The_table_names_every_room() => Assert.Equal(Map.Rooms.Order(), Allowed.Keys.Order());

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

    private static IEnumerable<Match> Rows() => Row().Matches(File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "architecture.md")));

    [GeneratedRegex(@"^\| `(src/KfPipelineTasks|\.\.\.)/(?<room>\w+)` \|.*\| (?<imports>[\w, ]+) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
