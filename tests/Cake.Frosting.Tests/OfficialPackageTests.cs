using System.Diagnostics;
using System.Text.Json;
using TestKit;

namespace Cake.Frosting.Tests;

/// <summary>One property replaces the host in src/ by the official package.</summary>
public sealed class OfficialPackageTests
{
    private const string Official = "7.0.0";

    public static TheoryData<string> Users => new(Directory
        .EnumerateFiles(SharedData.Repository, "*.csproj", SearchOption.AllDirectories)
        .Where(project => File.ReadAllText(project).Contains("UseCakeFrosting.props", StringComparison.Ordinal))
        .Select(project => Path.GetRelativePath(SharedData.Repository, project))
        .Order(StringComparer.Ordinal));

    [Fact]
    public void The_program_and_its_tests_use_the_host()
    {
        Assert.Contains(Path.Combine("build", "Build.csproj"), Users);
        Assert.Contains(Path.Combine("tests", "Cake.Frosting.Tests", "Cake.Frosting.Tests.csproj"), Users);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public void With_a_version_the_package_takes_the_place_of_the_project_and_of_Cake_s_assemblies(string project)
    {
        using var items = ItemsOf(project, $"-p:CakeFrostingVersion={Official}");

        Assert.Equal([Official], Named(items, "PackageReference", "Cake.Frosting").Select(item => item.GetProperty("VersionOverride").GetString()));
        Assert.Empty(Named(items, "ProjectReference", "Cake.Frosting"));
        Assert.Empty(FromCakeTool(items));
    }

    [Theory]
    [MemberData(nameof(Users))]
    public void Without_one_the_project_is_used(string project)
    {
        using var items = ItemsOf(project);

        Assert.Empty(Named(items, "PackageReference", "Cake.Frosting"));
        Assert.Single(Named(items, "ProjectReference", "Cake.Frosting"));
        Assert.Contains(FromCakeTool(items), path => path.EndsWith("Cake.Core.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void The_project_itself_still_builds_when_nobody_uses_it()
    {
        using var items = ItemsOf("src/Cake.Frosting/Cake.Frosting.csproj", $"-p:CakeFrostingVersion={Official}");

        Assert.Contains(FromCakeTool(items), path => path.EndsWith("Cake.Core.dll", StringComparison.Ordinal));
    }

    private static JsonDocument ItemsOf(string project, params string[] properties)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-getItem:PackageReference,ProjectReference,Reference", .. properties])
        {
            WorkingDirectory = SharedData.Repository,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output);
    }

    private static IEnumerable<JsonElement> Named(JsonDocument items, string kind, string name) =>
        Items(items, kind).Where(item => Path.GetFileName(item.GetProperty("Identity").GetString()!.Replace('\\', '/')) is var file
            && (file == name || file == $"{name}.csproj"));

    private static IEnumerable<string> FromCakeTool(JsonDocument items) =>
        Items(items, "Reference").Select(item => item.GetProperty("Identity").GetString()!).Where(path => path.Contains("cake.tool", StringComparison.Ordinal));

    private static IEnumerable<JsonElement> Items(JsonDocument items, string kind) =>
        items.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray();
}
