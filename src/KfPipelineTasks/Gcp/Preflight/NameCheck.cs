using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether names are free, or ours already.</summary>
internal sealed class NameCheck(GoogleCloud cloud) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "names";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        var looks = new List<Task<Checked>>();
        Look("bucket", wish.Bucket, name => BucketAsync(wish.Project, name, cancellation));
        Look("service account", wish.ServiceAccount, email => AccountAsync(wish, email, cancellation));
        Look("IP address", wish.Address, name => AddressAsync(wish.Project, name, cancellation));
        Look("database", wish.Database, name => DatabaseAsync(wish.Project, name, cancellation));
        Look("endpoint", wish.Endpoint, host => EndpointAsync(host, cancellation));
        return await Task.WhenAll(looks);

        void Look(string what, string? name, Func<string, Task<Verdict>> judge)
        {
            if (name is not null) looks.Add(OneAsync($"{what} {name}", () => judge(name)));
        }
    }

    // One that may not be looked at leaves the others their verdicts.
    private static async Task<Checked> OneAsync(string subject, Func<Task<Verdict>> judge)
    {
        try
        {
            return new Checked(subject, await judge());
        }
        catch (GcpException e)
        {
            return new Checked(subject, PreflightWork.Meaning(e));
        }
    }

    private async Task<Verdict> AddressAsync(string project, string name, CancellationToken cancellation) =>
        await cloud.Compute.GlobalAddressAsync(project, name, cancellation) is { } address
            ? Verdict.Ready($"it is reserved in this project: {address}")
            : Verdict.Waiting("the name is free; Config Connector reserves it");

    private async Task<Verdict> DatabaseAsync(string project, string name, CancellationToken cancellation) => await cloud.Databases.FindAsync(project, name, cancellation) switch
    {
        null => Verdict.Waiting("the name is free, unless one of that name was deleted less than a week ago; Config Connector makes it"),
        { State: "FAILED" or "SUSPENDED" or "PENDING_DELETE" } bad => Verdict.Failed($"it is there, and {bad.State}", "Repair it (gcloud sql instances describe says why), or choose another name: storage.sql-instance."),
        var found => Verdict.Ready($"it is there, {found.DatabaseVersion} in {found.Region}"),
    };

    private async Task<Verdict> EndpointAsync(string host, CancellationToken cancellation) =>
        await cloud.Endpoints.ExistsAsync(host, cancellation) ? Verdict.Ready("it is there") : Verdict.Waiting("the name is free, unless it was deleted less than 30 days ago; ConfigureIap publishes it");

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
        if (await cloud.ServiceAccounts.FindAsync(wish.Project, email, cancellation) is not { } account) return await FreeAsync(wish, cancellation);
        if (account.Disabled == true) return Verdict.Failed("it is disabled", $"Somebody switched it off; if that was not on purpose: gcloud iam service-accounts enable {email}");
        // Whoever gives machines an account needs this right on the account; the project's policy does not show it.
        if (wish.Pool is not { NeedsAccount: true } || await cloud.ServiceAccounts.MayActAsAsync(wish.Project, email, cancellation)) return Verdict.Ready("it is there");
        return Verdict.Failed("nodes cannot be given it: the identity above lacks iam.serviceAccounts.actAs on it", "Grant roles/iam.serviceAccountUser on this account (not on the project) to the identity that deploys.");
    }

    private async Task<Verdict> FreeAsync(PreflightWish wish, CancellationToken cancellation)
    {
        const string free = "the name is free; EnsureServiceAccount makes it";
        if (wish.Pool is not { NeedsAccount: true } || (await cloud.Projects.MissingPermissionsAsync(wish.Project, ["iam.serviceAccounts.actAs"], cancellation)).Count == 0) return Verdict.Waiting(free);
        return Verdict.Waiting($"{free}. Nodes can be given it by who has iam.serviceAccounts.actAs on it: service-account.users grants that");
    }
}
