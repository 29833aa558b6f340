using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Gcp.Services;
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

    private static readonly string[] Creations = ["/serviceAccounts", "/nodePools", "/clusters", "/b", "/krmApiHosts"];

    private static readonly Fault[] Faults =
    [
        new("429", () => Wire.Error(429, "RESOURCE_EXHAUSTED", "Too many operations")),
        new("503", () => Wire.Error(503, "UNAVAILABLE", "The service is currently unavailable.")),
        new("reset", () => throw new HttpRequestException("reset", new IOException("Connection reset by peer"))),
        new("stall", Answer: null),
        new("401 once", () => Wire.Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")),
        new("per minute", () => Wire.Error(403, "PERMISSION_DENIED", "Quota exceeded for quota metric 'Q' and limit 'Q per minute' of service 'iam.googleapis.com'")),
        new("quota", () => Wire.Error(403, "PERMISSION_DENIED", "(1) insufficient regional quota to satisfy request: resource 'CPUS'"), GcpErrorKind.Quota),
        new("disabled", () => Wire.Error(403, "PERMISSION_DENIED", "The API has not been used", "SERVICE_DISABLED"), GcpErrorKind.ServiceDisabled),
        new("disabled, enabled just now", () => Wire.Error(403, "PERMISSION_DENIED", "The API has not been used", "SERVICE_DISABLED")) { IsJustEnabled = true },
        new("scopes", () => Wire.Error(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), GcpErrorKind.ScopeInsufficient),
        new("aborted", () => Wire.Error(409, "ABORTED", "There were concurrent policy changes."), GcpErrorKind.Changed),
        // Somebody else was faster: it is there, and the answer says so.
        new("exists", () => Wire.Error(409, "ALREADY_EXISTS", "Already exists.")) { Where = r => r.Method == "POST" && Creations.Any(c => r.Path.Split('?')[0].EndsWith(c, StringComparison.Ordinal)), IsDone = true },
    ];

    [Theory]
    [InlineData("account")]
    [InlineData("key")]
    [InlineData("bucket")]
    [InlineData("iap")]
    [InlineData("services")]
    [InlineData("survey")]
    [InlineData("management")]
    [InlineData("cluster")]
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
        for (var at = 0; at < calls; at++) await OneAsync("pool", at, Faults.Single(f => f.Name == "exists"));
    }

    [Fact]
    public async Task What_is_disabled_for_longer_than_enabling_takes_stops_the_run()
    {
        await using var lab = await StartAsync("iap");
        lab.Wire.Before = _ => Wire.Error(403, "PERMISSION_DENIED", "The API has not been used", "SERVICE_DISABLED");
        using var door = lab.NewDoor(new Renewed("none"), configure: o => o with { ActivationWindow = TimeSpan.FromMinutes(10) });
        door.JustEnabled(["container.googleapis.com"]);

        var error = await Assert.ThrowsAsync<GcpException>(() => RunAsync("iap", lab, new GoogleCloud(door, lab.Output, TimeSpan.FromHours(10)), new MemoryStore()));

        Assert.Equal(GcpErrorKind.ServiceDisabled, error.Kind);
        Assert.True(lab.Wire.Requests.Count > 3, $"{lab.Wire.Requests.Count} requests");
    }

    [Fact]
    public async Task What_never_answers_at_all_ends_with_how_long_was_waited_for_whom()
    {
        await using var lab = await StartAsync("survey");
        lab.Wire.Stalls = _ => true;
        lab.Wire.Stalled = lab.Clock.ReachLimits;
        using var door = lab.NewDoor(new Renewed("none"), configure: o => o with { Patience = TimeSpan.FromSeconds(30) });

        var error = await Assert.ThrowsAsync<GcpException>(() => RunAsync("survey", lab, new GoogleCloud(door, lab.Output, TimeSpan.FromHours(10)), new MemoryStore()));

        Assert.Equal(GcpErrorKind.Unreachable, error.Kind);
        Assert.Contains("did not answer within", error.Said, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", error.Next, StringComparison.Ordinal);
    }

    private static async Task OneAsync(string work, int at, Fault fault)
    {
        await using var lab = await StartAsync(work);
        WireRequest? hit = null;
        if (fault.IsDone) lab.Wire.Instead = r => Meets(r) ? fault.Answer!() : null;
        else if (fault.Answer is { } answer) lab.Wire.Before = r => Meets(r) ? answer() : null;
        else (lab.Wire.Stalls, lab.Wire.Stalled) = (Meets, lab.Clock.ReachLimits);
        using var door = lab.NewDoor(new Renewed(lab.World.Tokens.Issue(GoogleOptions.RehearsalMember, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromDays(1))));
        if (fault.IsJustEnabled) door.JustEnabled(["container.googleapis.com"]);
        var store = new MemoryStore();
        var failure = await Record.ExceptionAsync(() => RunAsync(work, lab, new GoogleCloud(door, lab.Output, TimeSpan.FromHours(10)), store));
        var where = $"{work}, {fault.Name} at {hit}: {failure}";

        if (hit is null)
        {
            // A run that waits for an operation may look at it once less often than the one whose calls were counted.
            Assert.True(fault.Where is not null || (failure is null && at >= lab.Wire.Requests.Count), where);
            return;
        }

        // A pool that somebody else makes meanwhile may be another one than wanted: the next run looks at it.
        var stops = fault.IsDone && hit.Path.EndsWith("/nodePools", StringComparison.Ordinal) ? GcpErrorKind.AlreadyExists : fault.Stops;
        // A policy that somebody changed is read again; that is no failure.
        if (stops is null || (stops == GcpErrorKind.Changed && hit.Path.EndsWith(":setIamPolicy", StringComparison.Ordinal)))
        {
            Assert.True(failure is null, where);
            await RunAsync(work, lab, lab.Google, store, mayWrite: false);
            return;
        }

        Assert.True((failure as GcpException)?.Kind == stops, where);
        Assert.False(lab.Wire.Requests.Any(r => r.Index > at && r.Method == hit.Method && r.Path == hit.Path && r.Body == hit.Body), where);

        bool Meets(WireRequest request)
        {
            if (request.Index != at || fault.Where?.Invoke(request) == false) return false;
            hit = request;
            return true;
        }
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
        if (work is "key" or "pool" or "cluster") lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        if (work is "pool" or "survey") await lab.AddClusterAsync("kf", """{"nodePools":[{"name":"default-pool","initialNodeCount":3,"config":{"machineType":"n1-standard-2"} }]}""");
        return lab;
    }

    private static async Task RunAsync(string work, GcpLab lab, GoogleCloud cloud, MemoryStore store, bool mayWrite = true)
    {
        var none = CancellationToken.None;
        switch (work)
        {
            case "account":
                var (account, wish) = (new AccountWork(cloud), new AccountWish { Project = GcpLab.Project, Id = "kubeflow-vm", Installation = "kubeflow", Users = ["user:alice@example.com"] });
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
            case "services":
                var services = new ServiceWork(cloud);
                var servicesPlan = await services.PlanAsync(GcpLab.Project, ["sqladmin.googleapis.com", "endpoints.googleapis.com"], none);
                if (Go(servicesPlan)) await services.ActAsync(GcpLab.Project, servicesPlan, none);
                break;
            case "survey":
                var survey = await new ClusterSurvey(cloud).RunAsync(GcpLab.Project, (_, _) => Task.FromResult(InsideLook.None), none);
                Assert.Single(survey.Clusters);
                break;
            case "management":
                var (management, managementWish) = (new ManagementWork(cloud), new ManagementWish { Project = GcpLab.Project, Name = "mgmt", Location = "us-central1", TargetProject = GcpLab.Project });
                var managementPlan = await management.PlanAsync(managementWish, none);
                if (Go(managementPlan)) await management.ActAsync(managementWish, managementPlan, none);
                break;
            case "cluster":
                var (cluster, clusterWish) = (new ClusterCreation(cloud),
                    new ClusterWish(new KfPipelineTasks.Gcp.Clusters.ClusterPath(GcpLab.Project, GcpLab.Zone, "new"), new PoolWish { Name = "new-pool", ServiceAccount = Email }, "REGULAR"));
                var clusterPlan = await cluster.PlanAsync(clusterWish, none);
                if (Go(clusterPlan)) await cluster.ActAsync(clusterWish, clusterPlan, none);
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

    /// <param name="Answer">What comes in place of the server's answer; null: nothing ever.</param>
    /// <param name="Stops">What the run ends with; null: it goes on.</param>
    private sealed record Fault(string Name, Func<HttpResponseMessage>? Answer, GcpErrorKind? Stops = null)
    {
        /// <summary>Calls that can be answered so; null: all.</summary>
        public Func<WireRequest, bool>? Where { get; init; }

        /// <summary>The service was enabled by this run.</summary>
        public bool IsJustEnabled { get; init; }

        /// <summary>The server does the request all the same.</summary>
        public bool IsDone { get; init; }
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
