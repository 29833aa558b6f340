using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings;

public sealed class SettingPathTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kft-paths-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_out_of_the_workspace_is_refused_inside_a_github_job()
    {
        var workspace = _folder.CreateSubdirectory("workspace");
        var outside = _folder.CreateSubdirectory("outside");
        outside.CreateSubdirectory("package");
        Directory.CreateSymbolicLink(Path.Combine(workspace.FullName, "innocent"), outside.FullName);
        Assert.Contains("leads out of the workspace", Assert.Single(Problems(workspace, "innocent/package")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_inside_the_workspace_is_followed()
    {
        var workspace = _folder.CreateSubdirectory("workspace");
        workspace.CreateSubdirectory("real");
        Directory.CreateSymbolicLink(Path.Combine(workspace.FullName, "link"), Path.Combine(workspace.FullName, "real"));
        Assert.Empty(Problems(workspace, "link/not-there-yet"));
    }

    [Fact]
    public void Links_that_go_round_in_circles_are_refused()
    {
        var workspace = _folder.CreateSubdirectory("workspace");
        Directory.CreateSymbolicLink(Path.Combine(workspace.FullName, "a"), Path.Combine(workspace.FullName, "b"));
        Directory.CreateSymbolicLink(Path.Combine(workspace.FullName, "b"), Path.Combine(workspace.FullName, "a"));
        Assert.Single(Problems(workspace, "a/package"));
    }

    [Fact]
    public void Outside_a_github_job_every_path_is_allowed()
    {
        var problems = new Problems();
        var reading = SettingsReader.Read(new SettingsRequest { Arguments = ArgumentList.FromWords(["--package=../elsewhere"]), WorkingDirectory = _folder.FullName }, problems);
        Assert.Empty(problems.Found);
        Assert.Equal(Path.Combine(_folder.Parent!.FullName, "elsewhere"), reading.Settings.Package.Path);
    }

    [Fact]
    public void A_tilde_is_the_home_folder()
    {
        var reading = SettingsReader.Read(new SettingsRequest
        {
            Arguments = ArgumentList.FromWords(["--kubeconfig=~/.kube/config"]),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/home/alice" },
            WorkingDirectory = _folder.FullName,
        });
        Assert.Equal("/home/alice/.kube/config", reading.Settings.Cluster.Kubeconfig);
    }

    private static IReadOnlyList<Problem> Problems(DirectoryInfo workspace, string package)
    {
        var problems = new Problems();
        SettingsReader.Read(
            new SettingsRequest
            {
                Arguments = ArgumentList.FromWords([$"--package={package}"]),
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GITHUB_ACTIONS"] = "true", ["GITHUB_WORKSPACE"] = workspace.FullName },
                WorkingDirectory = workspace.FullName,
            },
            problems);
        return problems.Found;
    }
}
