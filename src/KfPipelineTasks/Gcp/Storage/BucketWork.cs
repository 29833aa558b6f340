using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Storage;

/// <summary>Makes the bucket of pipeline artifacts: in the region, without access lists per object, closed to the public, open to the account of the steps.</summary>
public sealed class BucketWork(GoogleCloud cloud)
{
    /// <summary>Objects of this bucket, and neither its policy nor other buckets.</summary>
    private const string Writing = "roles/storage.objectUser";

    private static readonly BucketAccess Closed = new(new UniformAccess(true), "enforced");

    /// <summary>Looks; nothing is written.</summary>
    public async Task<Plan> PlanAsync(BucketWish wish, CancellationToken cancellation)
    {
        Bucket? found;
        try
        {
            found = await cloud.Buckets.FindAsync(wish.Name, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.PermissionDenied)
        {
            return Of(wish, [Taken(wish, "the name is taken by another project, or storage.buckets.get is missing")]);
        }

        var bucket = Judge(wish, found);
        if (bucket.Outcome == Outcome.Blocked) return Of(wish, [bucket]);
        return Of(wish, [bucket, .. found is null ? PolicyWork.Plan(Policy(wish).Subject, Grants(wish)) : await PolicyWork.PlanAsync(Policy(wish), Grants(wish), cancellation)]);
    }

    /// <summary>Does what the plan says.</summary>
    /// <exception cref="DeployException">The name belongs to somebody else.</exception>
    public async Task ActAsync(BucketWish wish, Plan plan, CancellationToken cancellation)
    {
        switch (plan.Changes[0].Outcome)
        {
            case Outcome.Created:
                await CreateAsync(wish, cancellation);
                break;
            case Outcome.Configured:
                await cloud.Buckets.SetAccessAsync(wish.Name, Closed, cancellation);
                break;
            case Outcome.Blocked:
                throw new DeployException($"bucket {wish.Name}: {plan.Changes[0].Because}", "Choose another name: storage.bucket.");
        }

        if (Grants(wish) is { Count: > 0 } grants) await cloud.Policies.EnsureAsync(Policy(wish), grants, cancellation);
    }

    private async Task CreateAsync(BucketWish wish, CancellationToken cancellation)
    {
        try
        {
            await cloud.Buckets.CreateAsync(wish.Project, new Bucket(wish.Name, wish.Location, null, Closed), cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.AlreadyExists)
        {
            // Ours from another run, or somebody else's: one code for both, so we look.
            var now = await PlanAsync(wish, cancellation);
            if (now.IsBlocked) await ActAsync(wish, now, cancellation);
        }
    }

    private static Change Judge(BucketWish wish, Bucket? found)
    {
        var subject = Subject(wish);
        if (found is null) return new Change(subject, Outcome.Created, $"in {wish.Location}, uniform access, closed to the public");
        if (found.ProjectNumber is { } owner && owner != wish.Number) return Taken(wish, "the name is taken by another project");
        if (!string.Equals(found.Location, wish.Location, StringComparison.OrdinalIgnoreCase))
            return new Change(subject, Outcome.Skipped, $"it is in {found.Location}, not in {wish.Location}, and cannot be moved: it is used as it is");
        if (found.IamConfiguration?.UniformBucketLevelAccess?.Enabled == true && found.IamConfiguration.PublicAccessPrevention == "enforced") return new Change(subject, Outcome.Unchanged);
        return new Change(subject, Outcome.Configured, "uniform access, closed to the public");
    }

    private static Change Taken(BucketWish wish, string why) => new(Subject(wish), Outcome.Blocked, $"{why}; bucket names are the whole world's");

    private static Plan Of(BucketWish wish, IReadOnlyList<Change> changes) => new($"Bucket {wish.Name}", changes);

    private BucketPolicy Policy(BucketWish wish) => new(cloud.Door, wish.Name);

    private static IReadOnlyList<PolicyEdit> Grants(BucketWish wish) => wish.Writer.Length == 0 ? [] : [new PolicyEdit(Writing, $"serviceAccount:{wish.Writer}")];

    private static string Subject(BucketWish wish) => $"bucket {wish.Name}";
}
