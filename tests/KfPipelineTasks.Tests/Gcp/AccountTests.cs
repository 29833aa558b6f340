using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using LocalCloud.Google;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class AccountTests
{
    private static readonly AccountWish Wish = new()
    {
        Project = GcpLab.Project, Id = "kubeflow-vm", Installation = "kubeflow", Roles = ["roles/bigquery.dataViewer"], Users = ["user:alice@example.com"],
    };

    [Fact]
    public async Task The_account_its_roles_and_its_users_come_in_one_write_per_policy()
    {
        await using var lab = await GcpLab.StartAsync();

        var plan = await RunAsync(lab, Wish);

        Assert.All(plan.Plan.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal(7, plan.Plan.Changes.Count);
        Assert.Equal(
            [
                "POST /iam/v1/projects/kfp-proj/serviceAccounts",
                "POST /crm/v1/projects/kfp-proj:setIamPolicy",
                "POST /iam/v1/projects/kfp-proj/serviceAccounts/kubeflow-vm%40kfp-proj.iam.gserviceaccount.com:setIamPolicy",
            ],
            lab.Wire.Writes.Select(r => r.ToString()));
    }

    [Fact]
    public async Task The_second_run_asks_three_times_and_writes_nothing()
    {
        await using var lab = await GcpLab.StartAsync();
        await RunAsync(lab, Wish);
        lab.Wire.Clear();

        var plan = await RunAsync(lab, Wish);

        Assert.True(plan.Plan.IsEmpty);
        Assert.Equal(3, lab.Wire.Requests.Count);
        Assert.Empty(lab.Wire.Writes);
    }

    [Fact]
    public async Task A_new_account_that_comes_and_goes_is_waited_for()
    {
        await using var lab = await GcpLab.StartAsync(o => o with { Consistency = new GoogleConsistency { ServiceAccount = TimeSpan.FromSeconds(40), Flapping = true } });

        await RunAsync(lab, Wish);

        Assert.True((await new AccountWork(lab.Google).PlanAsync(Wish, CancellationToken.None)).Plan.IsEmpty);
    }

    [Fact]
    public async Task A_run_that_ends_at_any_request_is_finished_by_the_next()
    {
        var last = await CountAsync();
        for (var at = 0; at < last; at++)
        {
            await using var lab = await GcpLab.StartAsync();
            using var kill = new CancellationTokenSource();
            lab.Wire.After = r =>
            {
                if (r.Index != at) return;
                kill.Cancel();
                kill.Token.ThrowIfCancellationRequested();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(lab, Wish, kill.Token));
            lab.Wire.After = null;

            await RunAsync(lab, Wish);
            lab.Wire.Clear();

            Assert.True((await RunAsync(lab, Wish)).Plan.IsEmpty, $"killed after request {at}");
            Assert.Empty(lab.Wire.Writes);
        }
    }

    [Fact]
    public async Task Removed_roles_go_and_foreign_ones_stay()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        lab.World.Policies.AddMember($"projects/{GcpLab.Project}", "roles/editor", $"serviceAccount:{Wish.Email}");
        lab.World.Policies.AddMember($"projects/{GcpLab.Project}", "roles/editor", "user:bob@example.com");

        await RunAsync(lab, Wish with { RemovedRoles = ["roles/editor"] });

        var policy = await KfPipelineTasks.Gcp.Policies.RestPolicy.OfProject(lab.Door, GcpLab.Project).ReadAsync(CancellationToken.None);
        Assert.Contains("""{"role":"roles/editor","members":["user:bob@example.com"]}""", policy.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roles/owner")]
    [InlineData("roles/editor")]
    public async Task Basic_roles_are_refused_before_anything_is_asked(string role)
    {
        await using var lab = await GcpLab.StartAsync();

        await Assert.ThrowsAsync<UsageException>(() => RunAsync(lab, Wish with { Roles = [role] }));

        Assert.Empty(lab.Wire.Requests);
    }

    [Fact]
    public async Task A_lost_answer_to_the_creation_makes_no_second_account()
    {
        await using var lab = await GcpLab.StartAsync();
        var lost = false;
        lab.Wire.After = r =>
        {
            if (lost || r.ToString() != "POST /iam/v1/projects/kfp-proj/serviceAccounts") return;
            lost = true;
            throw new HttpRequestException("reset", new IOException("Connection reset by peer"));
        };

        await RunAsync(lab, Wish);

        Assert.True(lost);
        Assert.Single(lab.Wire.Writes, r => r.Path.EndsWith("/serviceAccounts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        await using var lab = await GcpLab.StartAsync(o => o with { StaticTokens = new Dictionary<string, string> { [GoogleOptions.RehearsalToken] = "user:nobody@example.com" } });

        var error = await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, Wish));

        Assert.Equal(GcpErrorKind.PermissionDenied, error.Kind);
        Assert.Contains("iam.serviceAccounts.get", error.Next, StringComparison.Ordinal);
    }

    private static async Task<AccountPlan> RunAsync(GcpLab lab, AccountWish wish, CancellationToken cancellation = default)
    {
        var work = new AccountWork(lab.Google);
        var plan = await work.PlanAsync(wish, cancellation);
        if (!plan.Plan.IsEmpty) await work.ActAsync(wish, plan, cancellation);
        return plan;
    }

    private static async Task<int> CountAsync()
    {
        await using var lab = await GcpLab.StartAsync();
        await RunAsync(lab, Wish);
        return lab.Wire.Requests.Count;
    }
}
