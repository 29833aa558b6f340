using KfPipelineTasks.Manifests.Rendering;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Rendering;

/// <summary>What is kept of rendering, against a tool of our own that counts how often it is run.</summary>
public sealed class RenderCacheTests : IDisposable
{
    private readonly PackageFolder _folder = new PackageFolder().With("a/kustomization.yaml", "resources: [../base]\n").With("base/kustomization.yaml", "resources: [ns.yaml]\n").With("base/ns.yaml", "x: 1\n");

    public RenderCacheTests() => Tool("1");

    public void Dispose() => _folder.Dispose();

    [ToolFact("sh")]
    public async Task What_is_damaged_is_noticed_told_and_made_anew()
    {
        await RenderAsync();
        var entry = Assert.Single(Entries);
        var whole = await File.ReadAllBytesAsync(entry);
        foreach (var damaged in new[] { whole[..^1], [.. whole[..^2], (byte)'x', whole[^1]], [], whole[(whole.Length / 2)..], "rendered-1 a b c\n[]"u8.ToArray() })
        {
            await File.WriteAllBytesAsync(entry, damaged);
            var again = await RenderAsync();
            Assert.False(again.FromCache);
            Assert.Contains(again.Messages, message => message.Contains("is not what was written", StringComparison.Ordinal));
            Assert.Equal(whole, await File.ReadAllBytesAsync(entry));
            Assert.True((await RenderAsync()).FromCache);
        }
    }

    [ToolFact("sh")]
    public async Task An_entry_under_another_name_is_not_used()
    {
        await RenderAsync();
        var first = Assert.Single(Entries);
        _folder.With("base/ns.yaml", "x: 2\n");
        await RenderAsync();
        var second = Assert.Single(Entries, entry => entry != first);
        File.Copy(first, second, overwrite: true);
        Assert.False((await RenderAsync()).FromCache);
    }

    [ToolFact("sh")]
    public async Task Another_version_of_the_tool_renders_again()
    {
        await RenderAsync();
        Tool("2");
        Assert.Equal((false, "2"), await VersionAsync());
        Assert.Equal((true, "2"), await VersionAsync());
    }

    [ToolFact("sh")]
    public async Task A_file_that_appears_beside_a_base_renders_again()
    {
        await RenderAsync();
        _folder.With("base/more.yaml", "x: 1\n");
        Assert.False((await RenderAsync()).FromCache);
    }

    [ToolFact("sh")]
    public async Task A_file_named_by_its_full_path_counts()
    {
        using var elsewhere = new PackageFolder().With("x.txt", "1");
        _folder.With("a/kustomization.yaml", $"resources: [../base]\nconfigMapGenerator: [{{name: c, files: [\"k={elsewhere["x.txt"]}\"]}}]\n");
        await RenderAsync();
        elsewhere.With("x.txt", "2");
        Assert.False((await RenderAsync()).FromCache);
    }

    [ToolFact("sh")]
    public async Task Where_the_package_lies_does_not_count()
    {
        await RenderAsync();
        Directory.CreateDirectory(_folder["moved"]);
        Directory.Move(_folder["a"], _folder["moved/a"]);
        Directory.Move(_folder["base"], _folder["moved/base"]);
        Assert.True((await RenderAsync("moved/a")).FromCache);
    }

    [ToolFact("sh")]
    public async Task Runs_at_once_disturb_neither_each_other_nor_what_is_kept()
    {
        for (var i = 0; i < 8; i++) _folder.With($"c{i}/kustomization.yaml", $"resources: [../base]\nnamePrefix: p{i}\n");
        var components = Enumerable.Range(0, 8).Select(i => new PackageComponent($"c{i}", _folder[$"c{i}"])).ToList();
        _folder.WithProgram("kustomize", Script("1", "name: $(basename $2)"));
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Renderer.RenderAsync(components))));
        Assert.All(runs, run => Assert.Equal(components.Select(c => c.Name), run.Components.Select(c => c.Resources.Single().Id.Name)));
        Assert.Equal(8, Entries.Count());
        Assert.All((await Renderer.RenderAsync(components)).Components, component => Assert.True(component.FromCache));
    }

    [ToolFact("sh")]
    public async Task A_cache_that_cannot_be_written_is_told_and_stops_nothing()
    {
        _folder.With("cache", "a file where the folder should be");
        var rendered = await RenderAsync();
        Assert.Single(rendered.Resources);
        Assert.Contains(rendered.Messages, message => message.Contains("not kept for the next time", StringComparison.Ordinal));
    }

    [ToolFact("sh")]
    public async Task Only_the_owner_can_read_what_is_kept()
    {
        await RenderAsync();
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Entries)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["cache"]));
    }

    [ToolFact("sh")]
    public async Task What_nobody_has_used_for_a_month_is_removed_and_what_others_put_there_stays()
    {
        await RenderAsync();
        var entry = Assert.Single(Entries);
        var old = _folder["cache/old.rendered"];
        var left = _folder["cache/left.unfinished"];
        _folder.With("cache/old.rendered", "").With("cache/left.unfinished", "").With("cache/README", "");
        foreach (var file in new[] { old, left, _folder["cache/README"], entry }) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31));
        Assert.True((await RenderAsync()).FromCache);
        _folder.With("base/ns.yaml", "x: 2\n");
        await RenderAsync();
        Assert.Equal((false, false, true, true), (File.Exists(old), File.Exists(left), File.Exists(_folder["cache/README"]), File.Exists(entry)));
    }

    [ToolFact("sh")]
    public async Task What_is_rendered_does_not_depend_on_the_environment()
    {
        _folder.WithProgram("kustomize", Script("1", "name: one, annotations: {path: \"$PATH\", canary: \"$(env | grep -c DOTNET_)\"}"));
        var rendered = await RenderAsync();
        Assert.Equal("0", Assert.Single(rendered.Resources).Annotation("canary"));
    }

    private Renderer Renderer => new(new RenderOptions { CacheFolder = _folder["cache"], SearchPath = $"{_folder["bin"]}:/usr/bin:/bin" });

    private IEnumerable<string> Entries => Directory.EnumerateFiles(_folder["cache"], "*.rendered");

    private async Task<RenderedComponent> RenderAsync(string component = "a") => (await Renderer.RenderAsync([new PackageComponent("a", _folder[component])])).Components[0];

    private async Task<(bool, string?)> VersionAsync()
    {
        var rendered = await RenderAsync();
        return (rendered.FromCache, rendered.Resources[0].Label("version"));
    }

    private void Tool(string version) => _folder.WithProgram("kustomize", Script(version, $"name: one, labels: {{version: \"{version}\"}}"));

    private static string Script(string version, string metadata) =>
        $"if [ \"$1\" = version ]; then echo v{version}; else echo \"{{apiVersion: v1, kind: Namespace, metadata: {{{metadata.Replace("\"", "\\\"", StringComparison.Ordinal)}}}}}\"; fi";
}
