using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The header by which Kubeflow knows its users, and what stands before the user's name in it.</summary>
/// <param name="Name">Name of the header.</param>
/// <param name="Prefix">Such as <c>accounts.google.com:</c>; empty for none.</param>
internal sealed record UserHeader(string Name, string Prefix)
{
    /// <summary>As ConfigMap <c>kubeflow-config</c> of the cluster says; without it, as the variant has it.</summary>
    public static async Task<UserHeader> OfAsync(ClusterDoor door, DeploySettings settings, CancellationToken cancellation)
    {
        var kind = (await door.Kinds.TableAsync(cancellation)).Find("", "ConfigMap");
        var config = kind is null ? null : await new KubeObjects(door).GetAsync(kind, "kubeflow", "kubeflow-config", cancellation);
        return config?.Text("data", "userid-header") is { Length: > 0 } name
            ? new UserHeader(name, config.Text("data", "userid-prefix") ?? "")
            : settings.Variant == Variant.GkeIap ? new UserHeader("x-goog-authenticated-user-email", "accounts.google.com:") : new UserHeader("kubeflow-userid", "");
    }
}
