using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Gcp.Storage;
using KfPipelineTasks.Model;
using LocalCloud.Google;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>
/// Every call of the works meets every fault, once: what passes is gone through and ends as without it; what stays stops the run with its own reason,
/// and the call is not sent again.
/// </summary>
public sealed class GoogleFaultTests
{
    private const string Email = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com";

    private static readonly (string Name, Func<HttpResponseMessage> Answer, GcpErrorKind? Stops)[] Faults =
    [
        ("429", () => Wire.Error(429, "RESOURCE_EXHAUSTED", "Too many operations"), null),
        ("503", () => Wire.Error(503, "UNAVAILABLE", "The service is currently unavailable."), null),
        ("reset", () => throw new HttpRequestException("reset", new IOException("Connection reset by peer")), null),
        ("401 once", () => Wire.Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."), null),
        ("per minute", () => Wire.Error(403, "PERMISSION_DENIED", "Quota exceeded for quota metric 'Q' and limit 'Q per minute' of service 'iam.googleapis.com'"), null),
        ("quota", () => Wire.Error(403, "PERMISSION_DENIED", "(1) insufficient regional quota to satisfy request: resource 'CPUS'"), GcpErrorKind.Quota),
        ("disabled", () => Wire.Error(403, "PERMISSION_DENIED", "The API has not been used", "SERVICE_DISABLED"), GcpErrorKind.ServiceDisabled),
        ("scopes", () => Wire.Error(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), GcpErrorKind.ScopeInsufficient),
        ("aborted", () => Wire.Error(409, "ABORTED", "There were concurrent policy changes."), GcpErrorKind.Changed),
    ];

    [Theory]
    [InlineData("account")]
    [InlineData("key")]
    [InlineData("bucket")]
    [InlineData("iap")]
    public async Task Every_call_meets_every_fault(string work)
    {
        var calls = await CallsAsync(work);
        for (var at = 0; at < calls; at++)
        {
            foreach (var fault in Faults) await OneAsync(work, at, fault);
        }
    }

    [Fact]
    public async Task Every_call_of_a_replacement_of_pools_meets_a_fault()
    {
        var calls = await CallsAsync("pool");
        for (var at = 0; at < calls; at++) await OneAsync("pool", at, Faults[at % Faults.Length]);
    }

    private static async Task OneAsync(string work, int at, (string Name, Func<HttpResponseMessage> Answer, GcpErrorKind? Stops) fault)
    {
        await using var lab = await StartAsync(work);
        WireRequest? hit = null;
        lab.Wire.Before = r =>
        {
            if (r.Index != at) return null;
            hit = r;
            return fault.Answer();
        };
        using var door = lab.NewDoor(new Renewed(lab.World.Tokens.Issue(GoogleOptions.RehearsalMember, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromDays(1))));
        var store = new MemoryStore();
        var failure = await Record.ExceptionAsync(() => RunAsync(work, lab, new GoogleCloud(door, lab.Output, TimeSpan.FromHours(10)), store)) as GcpException;
        var where = $"{work}, {fault.Name} at {hit}: {failure}";

        Assert.True(hit is not null, where);
        // A policy that somebody changed is read again; that is no failure.
        if (fault.Stops is null || (fault.Stops == GcpErrorKind.Changed && hit.Path.EndsWith(":setIamPolicy", StringComparison.Ordinal)))
        {
            Assert.True(failure is null, where);
            await RunAsync(work, lab, lab.Google, store, mayWrite: false);
            return;
        }

        Assert.True(failure?.Kind == fault.Stops, where);
        Assert.False(lab.Wire.Requests.Any(r => r.Index > at && r.Method == hit.Method && r.Path == hit.Path && r.Body == hit.Body), where);
    }

    private static async Task<int> CallsAsync(string work)
    {
        await using var lab = await StartAsync(work);
        await RunAsync(work, lab, lab.Google, new MemoryStore());
        return lab.Wire.Requests.Count;
    }

    private static async Task<GcpLab> StartAsync(string work)
    {
        var lab = await GcpLab.StartAsync();
        if (work is "key" or "pool") lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        if (work == "pool") await lab.AddClusterAsync("kf", """{"nodePools":[{"name":"default-pool","initialNodeCount":3,"config":{"machineType":"n1-standard-2"} }]}""");
        return lab;
    }

    private static async Task RunAsync(string work, GcpLab lab, GoogleCloud cloud, MemoryStore store, bool mayWrite = true)
    {
        var none = CancellationToken.None;
        switch (work)
        {
            case "account":
                var (account, wish) = (new AccountWork(cloud), new AccountWish { Project = GcpLab.Project, Id = "kubeflow-vm", Users = ["user:alice@example.com"] });
                var accountPlan = await account.PlanAsync(wish, none);
                if (Go(accountPlan.Plan)) await account.ActAsync(wish, accountPlan, none);
                break;
            case "key":
                var (key, keyWish) = (new KeyWork(cloud, store), new KeyWish(GcpLab.Project, Email, null));
                var keyPlan = await key.PlanAsync(keyWish, none);
                if (Go(keyPlan.Plan)) await key.ActAsync(keyWish, keyPlan, none);
                break;
            case "bucket":
                var (bucket, bucketWish) = (new BucketWork(cloud), new BucketWish("kfp-proj-kfp", GcpLab.Project, GcpLab.Number, "us-central1"));
                var bucketPlan = await bucket.PlanAsync(bucketWish, none);
                if (Go(bucketPlan)) await bucket.ActAsync(bucketWish, bucketPlan, none);
                break;
            case "iap":
                var policy = KfPipelineTasks.Gcp.Policies.RestPolicy.OfIapWeb(cloud.Door, GcpLab.Number);
                var iapWish = new IapWish { Project = GcpLab.Project, Members = ["user:alice@example.com"] };
                var iapPlan = await IapWork.PlanAsync(iapWish, policy, none);
                if (Go(iapPlan)) await new IapWork(cloud).ActAsync(iapWish, policy, none);
                break;
            default:
                var path = new KfPipelineTasks.Gcp.Clusters.ClusterPath(GcpLab.Project, GcpLab.Zone, "kf");
                var (pool, poolWish) = (new PoolWork(cloud, new WorldKeeper(lab.World, path)), new PoolWish { Name = "kf-pool", ServiceAccount = Email, Replace = ["default-pool"] });
                var poolPlan = await pool.PlanAsync(path, poolWish, none);
                if (Go(poolPlan.Plan)) await pool.ActAsync(path, poolWish, poolPlan, none);
                break;
        }

        bool Go(Plan plan)
        {
            Assert.True(mayWrite || plan.IsEmpty, string.Join('\n', plan.Changes));
            return !plan.IsEmpty;
        }
    }

    /// <summary>Its token can be exchanged for another one.</summary>
    private sealed class Renewed(string second) : ITokenSource
    {
        private bool _renewed;

        public string Description => "test";

        public Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
        {
            _renewed |= renew;
            return Task.FromResult(new AccessToken(new Secret(_renewed ? second : GoogleOptions.RehearsalToken), null));
        }
    }
}
