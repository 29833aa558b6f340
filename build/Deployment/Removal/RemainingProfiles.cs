using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>
/// Refuses to take Kubeflow away under profiles that would stay: only its controller takes their finalizer off, so without it
/// nobody could ever delete them.
/// </summary>
internal static class RemainingProfiles
{
    /// <exception cref="UsageException">There are some; nothing was changed.</exception>
    public static async Task RefuseAsync(ClusterDoor door, DeployContext context)
    {
        var kinds = await door.Kinds.TableAsync(context.Stop);
        if (kinds.Find("kubeflow.org", "Profile") is not { } kind) return;
        var objects = new KubeObjects(door);
        var settings = context.Settings;
        var problems = new Problems();
        foreach (var profile in (await objects.ListAsync(kind, null, new ListQuery(), context.Stop)).Items)
        {
            var name = profile.Id.Name;
            var owner = profile.Text("spec", "owner", "name");
            if (name != settings.Profile.Name || owner != settings.Profile.Owner)
                problems.Add($"Profile {name} of {owner} is not of these settings, and nobody could delete it once its controller is gone.", next: $"Delete it first, with everything in its namespace: kubectl delete profile {name}.");
            else if (!settings.Teardown.DeleteStorage.Contains(name) && await ClaimsAsync(objects, kinds, name, context.Stop) is { Count: > 0 } claims)
                problems.Add($"Profile {name} has data in its namespace: {string.Join(", ", claims)}.", next: $"Save what is needed, then say --delete-storage={name}.");
        }

        problems.ThrowIfAny("profiles");
    }

    private static async Task<IReadOnlyList<string>> ClaimsAsync(KubeObjects objects, KindTable kinds, string ns, CancellationToken cancellation) =>
        [.. (await objects.ListAsync(kinds.Find("", "PersistentVolumeClaim")!, ns, new ListQuery { MetadataOnly = true }, cancellation)).Items.Select(claim => $"PersistentVolumeClaim {claim.Id.Name}")];
}
