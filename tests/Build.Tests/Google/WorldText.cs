using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Host;
using LocalCloud.Kube;

namespace Build.Tests.Google;

/// <summary>What a cloud holds in the end, as text.</summary>
internal static class WorldText
{
    public static string Of(LocalCloudServer cloud)
    {
        var text = new StringBuilder();
        foreach (var project in cloud.Google.Projects.All.OrderBy(p => p.Id, StringComparer.Ordinal)) Project(text, cloud, project);
        return text.ToString();
    }

    private static void Project(StringBuilder text, LocalCloudServer cloud, Project project)
    {
        var world = cloud.Google;
        text.Append($"project {project.Id}\n");
        Policy(text, "  ", world.Policies.Get(project.Resource));
        foreach (var account in world.ServiceAccounts.In(project.Id).OrderBy(a => a.Email, StringComparer.Ordinal).Where(a => !a.Email.EndsWith("@developer.gserviceaccount.com", StringComparison.Ordinal)))
        {
            text.Append($"  service account {account.Email}{(account.Disabled ? " (disabled)" : "")}, {world.Keys.Of(account.Email).Count()} keys\n");
            Policy(text, "    ", world.Policies.Get(account.Name));
        }

        foreach (var bucket in world.Buckets.In(project.Id).OrderBy(b => b.Name, StringComparer.Ordinal))
        {
            text.Append($"  bucket {bucket.Name} in {(string?)bucket.Body["location"]}, {bucket.Body["iamConfiguration"]?["publicAccessPrevention"]}, uniform {bucket.Body["iamConfiguration"]?["uniformBucketLevelAccess"]?["enabled"]}\n");
            Policy(text, "    ", world.Policies.Get($"buckets/{bucket.Name}"));
        }

        foreach (var cluster in world.Clusters.In(project.Id).OrderBy(c => c.Key.Name, StringComparer.Ordinal)) Cluster(text, cloud, cluster.Key);
    }

    private static void Cluster(StringBuilder text, LocalCloudServer cloud, ClusterKey key)
    {
        text.Append($"  cluster {key.Name} in {key.Location}\n");
        if (cloud.Google.Clusters.Find(key)!.IsAutopilot) return;
        foreach (var pool in cloud.Google.Clusters.PoolsOf(key).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append($"    pool {pool.Name} {pool.Status}: {pool.Nodes} x {pool.Machine.Name}, account {(string?)pool.Config["serviceAccount"] ?? "default"}, scopes {Scopes(pool.Config)}");
            text.Append($"{(pool.Body["autoscaling"] is JsonObject { Count: > 0 } scaling ? $", autoscaling {scaling.ToJsonString()}" : "")}\n");
        }

        if (cloud.Clusters.Find(key) is not { } kube) return;
        foreach (var node in kube.Client.List("nodes").Where(n => n["spec"]?["unschedulable"] is not null)) text.Append($"    closed node {(string?)node["metadata"]!["name"]}\n");
        foreach (var secret in kube.Client.List("secrets").Where(s => (string?)s["metadata"]!["name"] == "user-gcp-sa")) text.Append($"    Secret {(string?)secret["metadata"]!["namespace"]}/user-gcp-sa: {string.Join(", ", ((JsonObject)secret["data"]!).Select(d => d.Key))}\n");
    }

    private static string Scopes(JsonObject config) => string.Join(' ', ((JsonArray?)config["oauthScopes"] ?? []).Select(s => ((string)s!).Split('/')[^1]).Order(StringComparer.Ordinal));

    private static void Policy(StringBuilder text, string indent, Policy policy)
    {
        foreach (var binding in policy.Bindings.OrderBy(b => b.Role, StringComparer.Ordinal).ThenBy(b => b.Condition?.Title, StringComparer.Ordinal))
            text.Append($"{indent}{binding.Role}: {string.Join(", ", binding.Members)}{(binding.Condition is { } when ? $" if {when.Title}" : "")}\n");
    }
}
