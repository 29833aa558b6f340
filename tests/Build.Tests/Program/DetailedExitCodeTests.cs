using LocalCloud.Host;
using LocalCloud.Kube;

namespace Build.Tests.Program;

/// <summary>What <c>--detailed-exitcode</c> counts: what differs in the cluster, not whether files are filled in on the way to it.</summary>
public sealed class DetailedExitCodeTests : IAsyncLifetime
{
    private readonly ProgramRun _run = new();
    private LocalCloudServer _cloud = null!;

    public async Task InitializeAsync()
    {
        _cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        var key = new ClusterKey("ml-prod-1", "us-central1", "kubeflow");
        await _cloud.Clusters.StartAsync(key, CancellationToken.None);
        _run.Write("kubeconfig.yaml", _cloud.Clusters.KubeconfigOf(key));
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _run.Dispose();
    }

    [Fact]
    public void Files_that_are_not_filled_in_are_no_change_of_the_cluster()
    {
        WritePackage("TO-BE-SET");
        Assert.Equal(3, Run("Plan"));
        Assert.Equal(0, Run("Apply"));
        // As a fresh checkout has it: the files are to be filled in, the cluster is as it should be.
        WritePackage("TO-BE-SET");
        Assert.Equal(0, Run("Plan"));
        Assert.Contains("Everything is as it should be.", _run.Said, StringComparison.Ordinal);
        Assert.Equal(3, Run("KptSet", "--plan"));
    }

    private void WritePackage(string greeting) =>
        _run.Write("package/app.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  namespace: default\ndata:\n  greeting: {greeting} # kpt-set: ${{greeting}}\n");

    private int Run(string task, params string[] more) =>
        _run.Of([$"--target={task}", "--variant=existing-cluster", "--cluster=kubeflow", $"--kubeconfig={Path.Combine(_run.Folder, "kubeconfig.yaml")}", "--package=package", "--detailed-exitcode", "--set=greeting=hello", .. more]);
}
