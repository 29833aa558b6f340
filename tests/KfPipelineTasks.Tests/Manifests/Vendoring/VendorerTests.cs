using System.Diagnostics;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Manifests.Vendoring;
using KfPipelineTasks.Model;
using KfPipelineTasks.Tests.Manifests.Rendering;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Vendoring;

/// <summary>Fetching, against a repository in a folder and a server on 127.0.0.1.</summary>
public sealed class VendorerTests : IDisposable
{
    private const string Namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n";

    private readonly PackageFolder _package = new();
    private readonly PackageFolder _repository = new PackageFolder()
        .With("base/kustomization.yaml", "resources:\n- ../shared/ns.yaml\n").With("shared/ns.yaml", Namespace).With("shared/unused.yaml", "not: needed\n").With("other/big.yaml", "not: needed\n");

    public void Dispose()
    {
        _package.Dispose();
        _repository.Dispose();
    }

    [ToolFact("git")]
    public async Task A_folder_of_a_repository_is_copied_with_what_it_is_made_of_and_referred_to()
    {
        Git("init", "--quiet", "--initial-branch=main");
        var commit = Commit("one");
        Git("tag", "v1");
        var source = $"file://{_repository.Root}//base?ref=v1";
        _package.With("app/kustomization.yaml", $"# ours\nresources:\n- \"{source}\" # pinned\nnamePrefix: x-\n");
        var fetched = Assert.Single(await Vendorer.FetchAsync(Components));
        Assert.Equal((true, source, commit, "base"), (fetched.IsNew, fetched.Source.Source, fetched.Source.Commit, fetched.Source.Entry));
        Assert.Equal($"# ours\nresources:\n- \"../vendored/{fetched.Source.Folder}/base\" # pinned\nnamePrefix: x-\n", Read("app/kustomization.yaml"));
        Assert.Equal(["base/kustomization.yaml", "shared/ns.yaml"], Files($"vendored/{fetched.Source.Folder}"));
        Assert.Equal(Namespace, Read($"vendored/{fetched.Source.Folder}/shared/ns.yaml"));

        var again = Assert.Single(await Vendorer.FetchAsync(Components));
        Assert.False(again.IsNew);
        Assert.Equal(fetched.Source, again.Source);
    }

    [ToolFact("git", "kubectl")]
    public async Task What_was_fetched_renders_without_the_repository()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Commit("one");
        _package.With("app/kustomization.yaml", $"resources:\n- file://{_repository.Root}//base\n");
        await Vendorer.FetchAsync(Components);
        Directory.Move(_repository["base"], _repository["gone"]);
        Assert.Equal("Namespace a", Assert.Single((await new Renderer(new RenderOptions()).RenderAsync(Components)).Resources).Id.ToString());
    }

    [ToolFact("git")]
    public async Task A_commit_by_its_short_name_and_a_branch_are_found()
    {
        Git("init", "--quiet", "--initial-branch=main");
        var first = Commit("one");
        _repository.With("shared/ns.yaml", Namespace.Replace("name: a", "name: b", StringComparison.Ordinal));
        var second = Commit("two");
        _package.With("app/kustomization.yaml", $"resources:\n- file://{_repository.Root}//base?ref={first[..9]}\n- file://{_repository.Root}//base?ref=main\n");
        Assert.Equal(new[] { first, second }.Order(), (await Vendorer.FetchAsync(Components)).Select(f => f.Source.Commit!).Order());
    }

    [ToolFact("git")]
    public async Task Copies_that_refer_to_other_machines_are_followed()
    {
        Git("init", "--quiet", "--initial-branch=main");
        using var inner = new PackageFolder().With("kustomization.yaml", $"resources:\n- file://{_repository.Root}//base\n");
        Run(inner.Root, "init", "--quiet", "--initial-branch=main");
        CommitIn(inner.Root, "inner");
        Commit("one");
        _package.With("app/kustomization.yaml", $"resources:\n- file://{inner.Root}\n");
        var fetched = await Vendorer.FetchAsync(Components);
        Assert.Equal(2, fetched.Count);
        var problems = new Problems();
        VendorLock.Read(_package.Root).Verify(problems);
        Assert.False(problems.Any, string.Join('\n', problems.Found));
    }

    [Fact]
    public async Task A_file_is_fetched_once_however_often_it_is_referred_to()
    {
        await using var server = new OneFile(Namespace);
        _package.With("app/kustomization.yaml", $"resources:\n- {server.Address}ns.yaml\n- ../more\n").With("more/kustomization.yaml", $"bases: []\nresources: [{server.Address}ns.yaml]\n");
        var fetched = Assert.Single(await Vendorer.FetchAsync(Components));
        Assert.Equal((1, null, "ns.yaml"), (server.Asked, fetched.Source.Commit, fetched.Source.Entry));
        Assert.Equal($"bases: []\nresources: [../vendored/{fetched.Source.Folder}/ns.yaml]\n", Read("more/kustomization.yaml"));
    }

    [Fact]
    public async Task What_is_not_as_it_was_fetched_is_told()
    {
        await using var server = new OneFile(Namespace);
        _package.With("app/kustomization.yaml", $"resources:\n- {server.Address}ns.yaml\n");
        var folder = (await Vendorer.FetchAsync(Components))[0].Source.Folder;
        _package.With($"vendored/{folder}/ns.yaml", Namespace + "# changed\n").With("vendored/stranger/a.yaml", "a: b\n");
        var refused = Assert.Throws<UsageException>(() => Vendorer.Find(Components));
        Assert.Collection(refused.Problems, p => Assert.Contains("is not what was fetched", p.Message, StringComparison.Ordinal), p => Assert.Contains("vendored/stranger is not in the lock file", p.Message, StringComparison.Ordinal));
        Directory.Delete(_package["vendored/stranger"], recursive: true);
        Directory.Delete(_package[$"vendored/{folder}"], recursive: true);
        Assert.Contains("is missing", Assert.Throws<UsageException>(() => Vendorer.Find(Components)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/all.yaml", "plain http")]
    [InlineData("https://me:canary@example.com/org/repo.git", "holds a password")]
    [InlineData("https://example.com/org/repo.git//../../x", "out of its repository")]
    [InlineData("git::https://example.com/org/repo.git?ref=--upload-pack=x", "option of git")]
    [InlineData("ftp://example.com/org/repo.git", "over ftp")]
    public void What_is_not_followed_is_told_with_its_place(string reference, string because)
    {
        _package.With("app/kustomization.yaml", $"resources:\n- {reference}\n");
        var problem = Assert.Single(Assert.Throws<UsageException>(() => Vendorer.Find(Components)).Problems);
        Assert.Contains(because, problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, problem.At!.Line);
    }

    [ToolFact("git")]
    public async Task A_repository_that_is_not_there_and_a_revision_that_it_lacks_are_told_in_the_words_of_git()
    {
        _package.With("app/kustomization.yaml", $"resources:\n- file://{_repository.Root}/nowhere//base\n");
        Assert.Contains("cannot be fetched: fatal:", (await Assert.ThrowsAsync<UsageException>(() => Vendorer.FetchAsync(Components))).Message, StringComparison.Ordinal);
        Git("init", "--quiet", "--initial-branch=main");
        Commit("one");
        _package.With("app/kustomization.yaml", $"resources:\n- file://{_repository.Root}//base?ref=v9\n");
        Assert.Contains("has no revision 'v9'", (await Assert.ThrowsAsync<UsageException>(() => Vendorer.FetchAsync(Components))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_package["vendored"]));
    }

    [Theory]
    [InlineData("github.com/org/repo/some/path?ref=v1", "https://github.com/org/repo", "some/path", "v1")]
    [InlineData("https://github.com/org/repo//some/path?ref=v1&timeout=90s", "https://github.com/org/repo", "some/path", "v1")]
    [InlineData("git@github.com:org/repo.git//path?version=abc", "git@github.com:org/repo.git", "path", "abc")]
    [InlineData("https://git.example.com/org/repo.git/path", "https://git.example.com/org/repo.git", "path", "")]
    [InlineData("git::https://git.example.com/org/repo", "https://git.example.com/org/repo", "", "")]
    [InlineData("gh:org/repo?ref=main", "https://github.com/org/repo", "", "main")]
    [InlineData("https://github.com/org/repo/releases/download/v1/all.yaml", "https://github.com/org/repo/releases/download/v1/all.yaml", null, "")]
    public void References_mean_what_kustomize_takes_them_for(string reference, string address, string? folder, string revision)
    {
        var source = RemoteSource.Parse(reference, out var problem);
        Assert.Null(problem);
        Assert.Equal((address, folder is not null, folder ?? "", revision), (source!.Address, source.IsRepository, source.Folder, source.Revision));
    }

    [Fact]
    public void A_lock_file_that_is_none_is_told()
    {
        _package.With("vendored/lock.json", "[{\"source\": \"x\"}]");
        Assert.Contains("is no lock file", Assert.Throws<UsageException>(() => VendorLock.Read(_package.Root)).Message, StringComparison.Ordinal);
    }

    private Vendorer Vendorer => new(_package.Root, new VendorOptions { SearchPath = Environment.GetEnvironmentVariable("PATH") ?? "" });

    private IReadOnlyList<PackageComponent> Components => [new PackageComponent("app", _package["app"])];

    private string Read(string file) => File.ReadAllText(_package[file]);

    private IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(_package[folder], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_package[folder], f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private void Git(params string[] words) => Run(_repository.Root, words);

    private string Commit(string message) => CommitIn(_repository.Root, message);

    private static string CommitIn(string folder, string message)
    {
        Run(folder, "add", "--all");
        Run(folder, "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", message);
        return Run(folder, "rev-parse", "HEAD").Trim();
    }

    private static string Run(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var git = Process.Start(start)!;
        var said = git.StandardOutput.ReadToEnd();
        var errors = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, errors);
        return said;
    }
}
