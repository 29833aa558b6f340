using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>Access from inside a Pod, as its service account.</summary>
public static class InCluster
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>How to reach the cluster this program runs in; null when it does not run in one.</summary>
    /// <param name="folder">Where the service account is mounted.</param>
    /// <exception cref="UsageException">It runs in a cluster, without a mounted service account.</exception>
    public static ClusterAccess? Access(Func<string, string?> environment, TimeProvider time, string folder = Folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port)) return null;
        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
            throw new UsageException($"This runs in a cluster, and {token} is not there.", "Mount the service account (automountServiceAccountToken), or name a kubeconfig.");
        var authority = Path.Combine(folder, "ca.crt");
        var ns = Path.Combine(folder, "namespace");
        return new ClusterAccess("in-cluster", new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"))
        {
            CertificateAuthority = File.Exists(authority) ? File.ReadAllText(authority) : null,
            Credentials = new TokenFile(token, time),
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : null,
        };
    }
}
