using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>
/// A kubeconfig for people and tools that want one: one context, no secret in it (credentials come from a plugin or a token
/// file), readable by its owner only, in a folder of its own that is closed to others, and never inside the workspace. A folder of
/// its own because gke-gcloud-auth-plugin keeps tokens beside the file.
/// </summary>
public static class PrivateKubeconfig
{
    /// <summary>Writes the file and returns its path.</summary>
    /// <param name="folder">Folder to make; must not lie inside <paramref name="workspace"/>.</param>
    /// <param name="workspace">Folder whose content may be published (checkout, artifacts); null when there is none.</param>
    /// <param name="access">The cluster. Its name becomes the context's.</param>
    /// <param name="token">For a cluster that no plugin knows, such as a rehearsed one: kept in a file of its own beside the kubeconfig. Null: <c>gke-gcloud-auth-plugin</c>.</param>
    /// <exception cref="UsageException">The folder lies inside the workspace.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static string Write(string folder, string? workspace, ClusterAccess access, Secret? token = null)
    {
        folder = Path.GetFullPath(folder);
        if (workspace is not null && Inside(folder, Path.GetFullPath(workspace)))
            throw new UsageException($"The kubeconfig would be written to {folder}, inside the workspace.", "Name a folder outside of it, such as $RUNNER_TEMP/kube.");
        Make(folder);
        var tokenFile = token is null ? null : Keep(folder, "token", Encoding.UTF8.GetBytes(token.Reveal()));
        return Keep(folder, "config", Text(access, tokenFile).Span);
    }

    // A folder that is there already may be open to others.
    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, own);
        File.SetUnixFileMode(folder, own);
    }

    private static string Keep(string folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // The mode only counts for a new file, and a link would lead elsewhere.
        File.Delete(path);
        using var stream = new FileStream(path, options);
        stream.Write(content);
        return path;
    }

    // JSON is YAML: kubectl reads it as it is.
    private static ReadOnlyMemory<byte> Text(ClusterAccess access, string? tokenFile) => Json.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString("apiVersion", "v1");
        w.WriteString("kind", "Config");
        w.WriteString("current-context", access.Name);
        w.WriteStartArray("contexts");
        w.WriteStartObject();
        w.WriteString("name", access.Name);
        w.WriteStartObject("context");
        w.WriteString("cluster", access.Name);
        w.WriteString("user", access.Name);
        if (access.Namespace is { } ns) w.WriteString("namespace", ns);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteStartArray("clusters");
        w.WriteStartObject();
        w.WriteString("name", access.Name);
        w.WriteStartObject("cluster");
        w.WriteString("server", access.Server.OriginalString);
        if (access.CertificateAuthority is { } ca) w.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(ca));
        if (access.TlsServerName is { } name) w.WriteString("tls-server-name", name);
        if (access.Insecure) w.WriteBoolean("insecure-skip-tls-verify", true);
        if (access.Proxy is { } proxy) w.WriteString("proxy-url", proxy.OriginalString);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteStartArray("users");
        w.WriteStartObject();
        w.WriteString("name", access.Name);
        w.WriteStartObject("user");
        if (tokenFile is not null)
        {
            w.WriteString("tokenFile", tokenFile);
        }
        else
        {
            w.WriteStartObject("exec");
            w.WriteString("apiVersion", "client.authentication.k8s.io/v1beta1");
            w.WriteString("command", "gke-gcloud-auth-plugin");
            w.WriteString("installHint", "Install it: gcloud components install gke-gcloud-auth-plugin");
            w.WriteString("interactiveMode", "Never");
            w.WriteBoolean("provideClusterInfo", true);
            w.WriteEndObject();
        }

        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteEndObject();
    });

    private static bool Inside(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
