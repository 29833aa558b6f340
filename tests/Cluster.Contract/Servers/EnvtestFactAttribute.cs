namespace Cluster.Contract.Servers;

/// <summary>A fact about a real kube-apiserver: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EnvtestFactAttribute : FactAttribute
{
    public EnvtestFactAttribute()
    {
        if (EnvtestServer.Assets is null) Skip = "KUBEBUILDER_ASSETS names no folder with kube-apiserver and etcd.";
    }
}
