using LocalCloud.Kube.Api;

namespace LocalCloud.Kube;

/// <summary>What a new cluster has from the start.</summary>
internal static class BasicObjects
{
    public static void Ensure(KubeCluster cluster)
    {
        foreach (var name in new[] { "default", "kube-node-lease", "kube-public", "kube-system" })
        {
            if (cluster.Store.Get("namespaces", null, name) is not null) continue;
            cluster.Store.TryWrite("namespaces", null, NamespaceGate.New(name, Guid.NewGuid().ToString(), cluster.Now));
        }
    }
}
