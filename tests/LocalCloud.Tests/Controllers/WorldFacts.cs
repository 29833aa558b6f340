using System.Text.Json.Nodes;
using LocalCloud.Google;

namespace LocalCloud.Tests.Controllers;

/// <summary>What is true of the Google side, one line each.</summary>
internal static class WorldFacts
{
    public static IEnumerable<string> Of(GoogleWorld world) => world.Projects.All.SelectMany(project => Of(world, project.Id))
        .Concat(world.Clusters.All.Select(cluster => $"cluster {cluster.Key} {cluster.Status}"))
        .Concat(world.Clusters.All.SelectMany(cluster => world.Clusters.PoolsOf(cluster.Key)).Select(pool => $"pool {pool.Cluster.Name}/{pool.Name} {pool.Status} {pool.Config["machineType"]} {pool.Nodes} nodes as {pool.Config["serviceAccount"]}"));

    private static IEnumerable<string> Of(GoogleWorld world, string project)
    {
        foreach (var service in world.Services.Names(project).Where(service => world.Services.IsEnabled(project, service))) yield return $"service {project} {service}";
        foreach (var account in world.ServiceAccounts.In(project))
        {
            yield return $"account {account.Email}";
            foreach (var fact in Grants(world, account.Name)) yield return fact;
        }

        foreach (var fact in Grants(world, $"projects/{project}")) yield return fact;
        foreach (var address in world.Addresses.In(project)) yield return $"address {project} {address.Name} {(address.Users.Count > 0 ? "in use" : "free")}";
        foreach (var backend in world.BackendServices.In(project)) yield return $"backend {project} {backend.Name} {string.Join(',', backend.Health)}{(backend.Body["iap"] is JsonObject ? " iap" : "")}";
        foreach (var bucket in world.Buckets.In(project))
        {
            yield return $"bucket {project} {bucket.Name}";
            foreach (var entry in (bucket.Body["acl"] as JsonArray ?? []).OfType<JsonObject>()) yield return $"acl {bucket.Name} {entry["entity"]} {entry["role"]}";
        }

        foreach (var instance in world.SqlInstances.In(project))
        {
            yield return $"sql {project} {instance.Name} {instance.State}";
            foreach (var user in instance.Users) yield return $"sql user {instance.Name} {user.Name}@{user.Host} {(user.HasPassword ? "with" : "without")} password";
        }
    }

    private static IEnumerable<string> Grants(GoogleWorld world, string resource) =>
        world.Policies.Get(resource).Bindings.SelectMany(binding => binding.Members.Select(member => $"grant {resource} {binding.Role} {member}"));
}
