using LocalCloud.Google;
using LocalCloud.Kube;

namespace LocalCloud.Host;

/// <summary>
/// The files with which other programs find the local cloud: <c>env</c> (to be sourced by a shell), <c>clusters</c> (a kubeconfig),
/// <c>token</c>, and a configuration folder of its own for gcloud, so that nobody's real one is touched.
/// </summary>
internal sealed class EnvFolder(string folder)
{
    private readonly string _folder = Path.GetFullPath(folder);

    public string EnvFile => Path.Combine(_folder, "env");

    /// <summary>All running clusters, with administrator tokens. Rewritten whenever clusters come or go.</summary>
    public string ClustersFile => Path.Combine(_folder, "clusters");

    /// <summary>Comes first in KUBECONFIG and is left to <c>gcloud container clusters get-credentials</c> and <c>kubectl config</c>.</summary>
    private string KubeconfigFile => Path.Combine(_folder, "kubeconfig");

    private string TokenFile => Path.Combine(_folder, "token");

    /// <summary>Writes everything anew.</summary>
    public async Task WriteAsync(LocalCloudServer cloud, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        await WriteAsync(TokenFile, GoogleOptions.RehearsalToken, cancellation);
        await WriteAsync(EnvFile, Lines(cloud), cancellation);
        await WriteKubeconfigAsync(cloud.Clusters, cancellation);
    }

    /// <summary>Clusters come and go: their kubeconfig follows.</summary>
    public Task WriteKubeconfigAsync(ClusterHost clusters, CancellationToken cancellation) => WriteAsync(ClustersFile, clusters.KubeconfigOfAll(), cancellation);

    /// <summary>Readable by this user alone, and never half-written.</summary>
    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(fresh, options)) await writer.WriteAsync(text.AsMemory(), cancellation);
        File.Move(fresh, path, overwrite: true);
    }

    private string Lines(LocalCloudServer cloud)
    {
        var lines = new List<(string Name, string Value)>
        {
            ("CLOUDSDK_CONFIG", Path.Combine(_folder, "gcloud")),
            ("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", TokenFile),
            ("CLOUDSDK_CORE_DISABLE_PROMPTS", "1"),
            ("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "1"),
            ("CLOUDSDK_CORE_CHECK_GCE_METADATA", "false"),
            ("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "1"),
            ("KUBECONFIG", KubeconfigFile + Path.PathSeparator + ClustersFile),
            ("NO_PROXY", "127.0.0.1,localhost"),
        };
        if (cloud.Google.Projects.All.FirstOrDefault() is { } project) lines.Add(("CLOUDSDK_CORE_PROJECT", project.Id));
        lines.AddRange(cloud.EndpointVariables.Select(variable => (variable.Key, variable.Value)));
        return string.Concat(lines.Select(line => $"export {line.Name}={Quoted(line.Value)}\n"));
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
