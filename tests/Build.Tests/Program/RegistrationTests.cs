namespace Build.Tests.Program;

/// <summary>Who signs in for the first time gets a profile from the dashboard, or does not, as the settings say.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("apps/centraldashboard", "true", "\"true\"")]
    [InlineData("apps/centraldashboard", "false", "\"false\"")]
    [InlineData("apps/centraldashboard", "as-packaged", "unset")]
    [InlineData("applications/centraldashboard/overlays/oauth2-proxy", "true", "\"true\"")]
    public void The_dashboard_registers_people_as_the_settings_say(string component, string asked, string expected)
    {
        _run.Write("package/kubeflow/config.yaml", $"components:\n- {component}\n");
        _run.Write($"package/kubeflow/{component}/all.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: centraldashboard, namespace: kubeflow}
            spec:
              selector: {matchLabels: {app: centraldashboard}}
              template:
                metadata: {labels: {app: centraldashboard}}
                spec:
                  containers:
                  - name: centraldashboard
                    image: example.com/dashboard:1
                    env: [{name: REGISTRATION_FLOW, value: unset}, {name: USERID_HEADER, value: kubeflow-userid}]
            """);

        Assert.True(_run.Of("--target=Render", "--cloud=local", "--variant=existing-cluster", "--package=package", "--allow-unused", $"--registration-flow={asked}") == 0, _run.Said);

        var rendered = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(_run.Folder, "rendered"), "*deployment*centraldashboard*", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive }).Single()).Replace("\r", "", StringComparison.Ordinal);
        Assert.Contains($"- name: REGISTRATION_FLOW\n          value: {expected}\n", rendered, StringComparison.Ordinal);
        Assert.Contains("value: kubeflow-userid", rendered, StringComparison.Ordinal);
        Assert.Contains("image: example.com/dashboard:1", rendered, StringComparison.Ordinal);
    }
}
