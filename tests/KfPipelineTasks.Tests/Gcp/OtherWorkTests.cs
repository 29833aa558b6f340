using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Gcp.Services;
using KfPipelineTasks.Gcp.Storage;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class OtherWorkTests
{
    [Fact]
    public async Task Services_are_enabled_once_in_one_batch()
    {
        await using var lab = await GcpLab.StartAsync();
        var wanted = RequiredServices.OfKubeflow(iap: true, mesh: false, federation: false);
        var work = new ServiceWork(lab.Google);

        await work.ActAsync(GcpLab.Project, await work.PlanAsync(GcpLab.Project, wanted, CancellationToken.None), CancellationToken.None);
        Assert.Single(lab.Wire.Writes);
        lab.Wire.Clear();
        var again = await work.PlanAsync(GcpLab.Project, wanted, CancellationToken.None);

        Assert.True(again.IsEmpty);
        Assert.Single(lab.Wire.Requests);
    }

    [Fact]
    public async Task A_service_just_enabled_that_says_no_is_waited_for()
    {
        await using var lab = await GcpLab.StartAsync(o => o with { Consistency = new LocalCloud.Google.GoogleConsistency { Service = TimeSpan.FromSeconds(60) } });
        lab.World.Services.Disable(GcpLab.Project, "container.googleapis.com");
        var work = new ServiceWork(lab.Google);
        await work.ActAsync(GcpLab.Project, await work.PlanAsync(GcpLab.Project, ["container.googleapis.com"], CancellationToken.None), CancellationToken.None);

        Assert.Empty((await lab.Google.Clusters.ListAsync(GcpLab.Project, CancellationToken.None)).Clusters ?? []);
    }

    [Fact]
    public async Task The_bucket_is_closed_and_the_second_run_writes_nothing()
    {
        await using var lab = await GcpLab.StartAsync();
        var (work, wish) = (new BucketWork(lab.Google), new BucketWish("kfp-proj-kfp", GcpLab.Project, GcpLab.Number, "us-central1"));

        await work.ActAsync(wish, await work.PlanAsync(wish, CancellationToken.None), CancellationToken.None);
        var made = await lab.Google.Buckets.FindAsync(wish.Name, CancellationToken.None);
        var again = await work.PlanAsync(wish, CancellationToken.None);

        Assert.True(made!.IamConfiguration!.UniformBucketLevelAccess!.Enabled);
        Assert.Equal("enforced", made.IamConfiguration.PublicAccessPrevention);
        Assert.True(again.IsEmpty);
        Assert.Single(lab.Wire.Writes);
    }

    [Fact]
    public async Task The_account_of_the_steps_writes_in_the_bucket_and_what_others_have_granted_stays()
    {
        await using var lab = await GcpLab.StartAsync();
        var work = new BucketWork(lab.Google);
        var wish = new BucketWish("kfp-proj-kfp", GcpLab.Project, GcpLab.Number, "us-central1") { Writer = "123456789012-compute@developer.gserviceaccount.com" };
        await work.ActAsync(wish with { Writer = "" }, await work.PlanAsync(wish with { Writer = "" }, CancellationToken.None), CancellationToken.None);
        var policy = $"buckets/{wish.Name}";
        var condition = new LocalCloud.Google.Iam.Condition("this year", null, "request.time < timestamp('2030-01-01T00:00:00Z')");
        lab.World.Policies.AddMember(policy, "roles/storage.objectUser", "user:alice@example.com", condition);
        lab.World.Policies.AddMember(policy, "roles/storage.admin", "group:ml@example.com");

        var plan = await work.PlanAsync(wish, CancellationToken.None);
        await work.ActAsync(wish, plan, CancellationToken.None);

        Assert.Equal([$"policy of bucket kfp-proj-kfp: roles/storage.objectUser to serviceAccount:{wish.Writer}"], plan.Changes.Where(c => c.Outcome == Outcome.Created).Select(c => c.Subject));
        Assert.Equal(
            ["roles/storage.admin group:ml@example.com", $"roles/storage.objectUser serviceAccount:{wish.Writer}", "roles/storage.objectUser user:alice@example.com if this year"],
            lab.World.Policies.Get(policy).Bindings.SelectMany(b => b.Members.Select(m => $"{b.Role} {m}{(b.Condition is { } when ? $" if {when.Title}" : "")}")).Order(StringComparer.Ordinal));
        Assert.True((await work.PlanAsync(wish, CancellationToken.None)).IsEmpty);
    }

    [Fact]
    public async Task A_bucket_of_somebody_else_is_told_apart()
    {
        await using var lab = await GcpLab.StartAsync();
        var (work, wish) = (new BucketWork(lab.Google), new BucketWish("kfp-proj-kfp", GcpLab.Project, "999999999999", "us-central1"));
        await work.ActAsync(wish with { Number = GcpLab.Number }, await work.PlanAsync(wish, CancellationToken.None), CancellationToken.None);

        var plan = await work.PlanAsync(wish, CancellationToken.None);

        Assert.True(plan.IsBlocked);
        await Assert.ThrowsAsync<DeployException>(() => work.ActAsync(wish, plan, CancellationToken.None));
    }

    [Theory]
    [InlineData(IapTarget.Project)]
    [InlineData(IapTarget.Web)]
    public async Task People_are_let_in_and_shown_the_door(IapTarget target)
    {
        await using var lab = await GcpLab.StartAsync();
        var work = new IapWork(lab.Google);
        var wish = new IapWish { Project = GcpLab.Project, Target = target, Members = ["user:alice@example.com", "group:ml@example.com"] };
        var policy = await work.PolicyAsync(wish, CancellationToken.None);

        Assert.Equal(["group:ml@example.com", "user:alice@example.com"], await work.ActAsync(wish, policy, CancellationToken.None));
        Assert.Single(lab.Wire.Writes);
        Assert.True((await IapWork.PlanAsync(wish, policy, CancellationToken.None)).IsEmpty);
        Assert.Equal(["group:ml@example.com"], await work.ActAsync(wish with { Members = [], RemovedMembers = ["user:alice@example.com"] }, policy, CancellationToken.None));
    }

    [Fact]
    public async Task A_condition_is_kept_apart_from_the_grant_without_one()
    {
        await using var lab = await GcpLab.StartAsync();
        var work = new IapWork(lab.Google);
        var wish = new IapWish { Project = GcpLab.Project, Members = ["user:alice@example.com"], Condition = new PolicyCondition("office", "request.time < timestamp('2030-01-01T00:00:00Z')") };
        var policy = await work.PolicyAsync(wish, CancellationToken.None);

        await work.ActAsync(wish with { Condition = null }, policy, CancellationToken.None);

        Assert.Equal(["user:alice@example.com", "user:alice@example.com (if office)"], await work.ActAsync(wish, policy, CancellationToken.None));
    }

    [Fact]
    public async Task The_management_cluster_is_made_once_with_the_least_roles()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.World.Policies.AddMember($"projects/{GcpLab.Project}", "roles/krmapihosting.admin", "user:owner@example.com");
        var work = new ManagementWork(lab.Google);
        var wish = new ManagementWish { Project = GcpLab.Project, Name = "mgmt", Location = "us-central1", TargetProject = GcpLab.Project };

        await work.ActAsync(wish, await work.PlanAsync(wish, CancellationToken.None), CancellationToken.None);
        lab.Wire.Clear();
        var again = await work.PlanAsync(wish, CancellationToken.None);

        Assert.NotNull(await lab.Google.Clusters.FindAsync(ManagementWork.ClusterOf(wish.Project, wish.Location, wish.Name), CancellationToken.None));
        Assert.True(again.IsEmpty);
        Assert.Empty(lab.Wire.Writes);
        Assert.DoesNotContain(again.Changes, c => c.Subject.Contains("roles/owner", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_place_without_config_controller_is_refused()
    {
        await using var lab = await GcpLab.StartAsync();
        var error = await Assert.ThrowsAsync<UsageException>(() => new ManagementWork(lab.Google).PlanAsync(new ManagementWish { Project = GcpLab.Project, Name = "mgmt", Location = "us-central2", TargetProject = GcpLab.Project }, CancellationToken.None));

        Assert.Contains("us-central1", error.Message, StringComparison.Ordinal);
    }
}
