using System.Text;
using Build.Tests.Program;
using Build.Tests.Scenarios;
using TestKit;

namespace Build.Tests.Google;

/// <summary>
/// What other programs see of a run: stand-ins for kustomize and for a credential plugin write down their arguments and their environment. None of the
/// secrets of the run is in them, nor in the command line of the run itself.
/// </summary>
public sealed class CanaryProcessTests(AnyCluster cluster) : IClassFixture<AnyCluster>, IDisposable
{
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["CLIENT_SECRET"] = "GOCSPX-canary-of-the-client", ["KFT_ACCESS_TOKEN"] = "ya29.canary-of-the-token", ["KFT_SERVICE_ACCOUNT_KEY"] = "canary-of-the-key",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kf-canary-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ToolFact("sh", "env", "kubectl")]
    public async Task Neither_kustomize_nor_a_credential_plugin_is_told_a_secret()
    {
        var seen = Path.Combine(_folder.FullName, "seen");
        const string log = "{ echo \"$0\"; for word in \"$@\"; do echo \"argument $word\"; done; env; } >> ";
        Program("kustomize", $"{log}'{seen}'\n[ \"$1\" = version ] && {{ echo v5.0.0; exit 0; }}\nshift\nexec kubectl kustomize \"$@\"\n");
        Program("plugin", $"{log}'{seen}'\ncat '{Path.Combine(_folder.FullName, "answer.json")}'\n");
        var text = cluster.Kubeconfig;
        var token = text[(text.IndexOf("token: ", StringComparison.Ordinal) + "token: ".Length)..].Trim();
        Write("answer.json", $$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{token}}}"}}""");
        Write("kubeconfig", text.Replace($"token: {token}", $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: {Path.Combine(_folder.FullName, "bin", "plugin")}, interactiveMode: Never}}", StringComparison.Ordinal));
        Write("set/kustomization.yaml", "resources: [all.yaml]\n");
        Write("set/all.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: canary, namespace: default}, data: {a: b}}\n");
        var environment = new Dictionary<string, string>(Secrets, StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.Combine(_folder.FullName, "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}", ["KFT_RENDER_CACHE"] = "false",
        };

        using var run = ChildRun.Start(_folder.FullName, environment, "--target=Apply", "--path=set", "--kubeconfig=kubeconfig", "--variant=existing-cluster");
        var commands = OperatingSystem.IsLinux() ? await File.ReadAllTextAsync($"/proc/{run.Id}/cmdline") : "";
        var code = await run.ExitAsync();

        Assert.True(code == 0, run.Said);
        var told = await File.ReadAllTextAsync(seen);
        Assert.Contains("/bin/kustomize", told, StringComparison.Ordinal);
        Assert.Contains("/bin/plugin", told, StringComparison.Ordinal);
        Assert.All([.. Secrets.Values, token], canary => Assert.DoesNotContain(canary, $"{told}{commands}{run.Said}", StringComparison.Ordinal));
    }

    private void Program(string name, string script)
    {
        Write($"bin/{name}", $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_folder.FullName, "bin", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
