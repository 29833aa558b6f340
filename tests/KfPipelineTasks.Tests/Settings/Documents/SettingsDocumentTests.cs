using System.Text.Json;
using KfPipelineTasks.Settings;
using TestKit;

namespace KfPipelineTasks.Tests.Settings.Documents;

/// <summary>What is written about settings is what the table says. <c>KFT_ACCEPT=1</c> writes it anew.</summary>
public sealed class SettingsDocumentTests
{
    private const string Begin = "<!-- settings -->";
    private const string End = "<!-- /settings -->";

    [Fact]
    public void The_page_about_settings_is_the_table()
    {
        var page = InRepository("docs/settings.md");
        Assert.Contains(Begin, File.ReadAllText(page), StringComparison.Ordinal);
        Compare(page, Between(File.ReadAllText(page), SettingsMarkdown.Whole()));
    }

    [Fact]
    public void The_readme_has_the_table()
    {
        var readme = InRepository("README.md");
        Compare(readme, Between(File.Exists(readme) ? File.ReadAllText(readme) : "", SettingsMarkdown.Short()));
    }

    [Fact]
    public void The_schema_for_editors_is_the_table() => Compare(InRepository("docs/kubeflow.schema.json"), SettingsSchema.Text());

    [Fact]
    public void The_schema_knows_every_path_and_no_secret()
    {
        using var schema = JsonDocument.Parse(SettingsSchema.Text());
        var paths = Leaves(schema.RootElement, "").Order(StringComparer.Ordinal);
        Assert.Equal(SettingsTable.All.Where(s => s is { IsSecret: false, Path: not null }).Select(s => s.Path!).Order(StringComparer.Ordinal), paths);
    }

    [Fact]
    public void The_sample_is_the_template_at_the_root() =>
        Assert.Equal(File.ReadAllBytes(InRepository("kubeflow.example.yaml")), SampleSettings.Bytes);

    private static string InRepository(string path) => Path.Combine(SharedData.Repository, path);

    private static string Between(string text, string content)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin ? text : $"{text[..(begin + Begin.Length)]}\n\n{content}\n{text[end..]}";
    }

    private static void Compare(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1" && expected.Length > 0) File.WriteAllText(path, expected);
        Assert.Equal(expected, File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static IEnumerable<string> Leaves(JsonElement schema, string path) =>
        schema.TryGetProperty("properties", out var properties) && (path.Length == 0 || !schema.TryGetProperty("description", out _))
            ? properties.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}"))
            : [path];
}
