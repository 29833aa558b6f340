using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Refuses to take a namespace from whom it belongs to: a profile gives its owner everything in it.</summary>
internal static class ProfileOwner
{
    private const string Annotation = "owner";

    /// <summary>True when the namespace is there and a profile of this owner has made it.</summary>
    public static async Task<bool> OwnsNamespaceAsync(ClusterDoor door, string name, string owner, CancellationToken cancellation)
    {
        var kind = (await door.Kinds.TableAsync(cancellation)).Find("", "Namespace")!;
        return await new KubeObjects(door).GetAsync(kind, null, name, cancellation) is { } space
            && space.Annotation(Annotation) == owner && space.Text("metadata", "labels", "app.kubernetes.io/part-of") == "kubeflow-profile";
    }

    /// <exception cref="UsageException">The profile, or the namespace of its name, is somebody else's; nothing was changed.</exception>
    public static async Task CheckAsync(ClusterDoor door, string name, string owner, CancellationToken cancellation)
    {
        var kinds = await door.Kinds.TableAsync(cancellation);
        var objects = new KubeObjects(door);
        var problems = new Problems();
        var profile = await objects.GetAsync(kinds.Find("kubeflow.org", "Profile")!, null, name, cancellation);
        if (profile is not null)
        {
            if (profile.Text("spec", "owner", "name") is { } other && other != owner)
                problems.Add($"Profile {name} belongs to {other}, and profile.owner is {owner}.", next: "Choose another profile.name, or let the owner hand it over: kubectl edit profile " + name + ".");
        }
        else if (await objects.GetAsync(kinds.Find("", "Namespace")!, null, name, cancellation) is { } space && space.Annotation(Annotation) != owner)
        {
            problems.Add($"Namespace {name} is there and no profile's: {(space.Annotation(Annotation) is { } other ? $"it belongs to {other}" : "it has no owner")}.",
                next: $"Choose another profile.name; or, if it is to become the profile, say so: kubectl annotate namespace {name} {Annotation}={owner}.");
        }

        problems.ThrowIfAny("profile");
    }
}
