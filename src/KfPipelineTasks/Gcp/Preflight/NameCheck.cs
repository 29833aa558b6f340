using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether names are free, or ours already.</summary>
internal sealed class NameCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "names";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        var found = new List<Checked>();
        if (wish.Bucket is { } bucket) found.Add(new Checked($"bucket {bucket}", await BucketAsync(wish.Project, bucket, cancellation)));
        if (wish.ServiceAccount is { } account) found.Add(new Checked($"service account {account}", await AccountAsync(wish, account, cancellation)));
        return found;
    }

    private async Task<Verdict> BucketAsync(string project, string name, CancellationToken cancellation)
    {
        try
        {
            if (await cloud.Buckets.FindAsync(name, cancellation) is not { } bucket) return Verdict.Waiting("the name is free; EnsureArtifactBucket makes it");
            var number = (await cloud.Projects.GetAsync(project, cancellation)).ProjectNumber;
            return bucket.ProjectNumber is { } owner && owner != number ? Taken() : Verdict.Ready($"it is there, in {bucket.Location}");
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.PermissionDenied)
        {
            return Taken();
        }

        static Verdict Taken() => Verdict.Failed("the name is taken by another project, or the bucket may not be seen; bucket names are the whole world's", "Choose another name: storage.bucket.");
    }

    private async Task<Verdict> AccountAsync(PreflightWish wish, string email, CancellationToken cancellation)
    {
        if (await cloud.ServiceAccounts.FindAsync(wish.Project, email, cancellation) is not { } account) return Verdict.Waiting("the name is free; EnsureServiceAccount makes it");
        if (account.Disabled == true) return Verdict.Failed("it is disabled", $"Somebody switched it off; if that was not on purpose: gcloud iam service-accounts enable {email}");
        // Whoever gives machines an account needs this right on the account; the project's policy does not show it.
        if (wish.Pool is not { NeedsAccount: true } || await cloud.ServiceAccounts.MayActAsAsync(wish.Project, email, cancellation)) return Verdict.Ready("it is there");
        return Verdict.Failed("nodes cannot be given it: the identity above lacks iam.serviceAccounts.actAs on it", "Grant roles/iam.serviceAccountUser on this account (not on the project) to the identity that deploys.");
    }
}
