using System.Text.RegularExpressions;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Gcp.Storage;
using TestKit;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Where gcloud can do what we do, we send what gcloud sends, letter by letter - but for the differences that are listed here, each with its reason.</summary>
public sealed class ReplayTests
{
    private const string Account = "kfp-run@kfp-proj.iam.gserviceaccount.com";
    /// <summary>Keys that are there are listed before one is made: a key whose answer was lost is found by that.</summary>
    private static readonly Regex KeysBefore = new(@"^GET .*/keys\?keyTypes=USER_MANAGED\z", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static readonly ClusterPath Kfp = new("kfp-proj", "us-central1-a", "kfp");

    /// <summary>What we write in place of what gcloud writes, on purpose.</summary>
    private static readonly (string Gcloud, string Ours, string Why)[] Deliberate =
    [
        ("/projects/-/serviceAccounts/", "/projects/kfp-proj/serviceAccounts/", "with the wildcard an account that does not exist answers 403 in place of 404"),
        ("/zones/us-central1-a/operations", "/locations/us-central1-a/operations", "the old form of the path"),
        ("\"upgradeSettings\":{\"maxSurge\":1}", "\"upgradeSettings\":{\"maxSurge\":1,\"strategy\":\"SURGE\"}", "the strategy is said, so that a pool that is blue-green changes too"),
        ("\"machineType\":\"e2-standard-4\",\"oauthScopes\":[\"https://www.googleapis.com/auth/cloud-platform\"]", "\"diskSizeGb\":100,\"diskType\":\"pd-balanced\",\"machineType\":\"e2-standard-4\",\"oauthScopes\":[\"https://www.googleapis.com/auth/cloud-platform\"],\"resourceLabels\":{\"managed-by\":\"kf-pipeline-tasks\"}", "the disk is said, not left to Google's default of the day; the mark tells the next run that the pool is ours"),
        ("?enableObjectRetention=False&project=kfp-proj&projection=noAcl", "?project=kfp-proj", "the defaults"),
        ("\"iamConfiguration\":{\"uniformBucketLevelAccess\":{\"enabled\":true}}", "\"iamConfiguration\":{\"publicAccessPrevention\":\"enforced\",\"uniformBucketLevelAccess\":{\"enabled\":true}}", "the bucket is closed to the public"),
        ("b/kfp-artifacts?projection=full", "b/kfp-artifacts?projection=noAcl", "access lists are not looked at"),
        ("?krmApiHostId=kcc", "?krmApiHostId=kcc&requestId=ID", "sent again after a lost answer, it makes one instance"),
        ("\"etag\":\"_8RAR0afcSc=\"", "\"etag\":\"/8RAR0afcSc=\"", "gcloud writes etags again in another alphabet; we send them back as they came"),
        ("\"maxUnavailable\":0,", "", "zero is the default"),
    ];

    [SharedTheory("data", "gcp", "gcloud-transcripts.json")]
    [InlineData("clusters.describe")]
    [InlineData("clusters.list")]
    [InlineData("nodepools.create.kfp-scopes")]
    [InlineData("nodepools.update.machinetype")]
    [InlineData("nodepools.update.surge", 1)]
    [InlineData("nodepools.update.wm")]
    [InlineData("nodepools.update.taints")]
    [InlineData("nodepools.resize", 1)]
    [InlineData("nodepools.delete", 1)]
    [InlineData("operations.list")]
    [InlineData("sa.create")]
    [InlineData("sa.describe")]
    [InlineData("sa.keys.create")]
    [InlineData("sa.keys.list.managed")]
    [InlineData("sa.keys.delete", 1)]
    [InlineData("sa.add-binding.wi", 0, 2)]
    [InlineData("project.describe")]
    [InlineData("project.add-binding", 0, 2)]
    [InlineData("project.add-binding.condition", 0, 2)]
    [InlineData("project.get-iam-policy")]
    [InlineData("services.enable2", 0, 2)]
    [InlineData("services.list")]
    [InlineData("iap.web.add.project", 1, 2)]
    [InlineData("iap.web.add.backend", 1, 2)]
    [InlineData("machine-types.describe")]
    [InlineData("compute.regions.describe")]
    [InlineData("backend-services.list")]
    [InlineData("buckets.create")]
    [InlineData("buckets.describe")]
    [InlineData("config-controller.create")]
    [InlineData("config-controller.describe")]
    public async Task We_send_what_gcloud_sends(string record, int skip = 0, int most = 1)
    {
        var replay = new Replay(record, most, skip, record == "sa.keys.create" ? KeysBefore : null);

        await replay.RunAsync(cloud => Ours(record, cloud));

        Assert.Equal(string.Join('\n', replay.Gcloud.Select(Deliberately)), string.Join('\n', replay.Ours.Select(WithoutIds)));
    }

    private static async Task Ours(string record, GoogleCloud cloud)
    {
        var none = CancellationToken.None;
        PolicyEdit Edit(string role, PolicyCondition? condition = null) => new(role, $"serviceAccount:{Account}", condition);
        await (record switch
        {
            "clusters.describe" => cloud.Clusters.FindAsync(Kfp, none),
            "clusters.list" => cloud.Clusters.ListAsync("kfp-proj", none),
            "nodepools.create.kfp-scopes" => cloud.NodePools.CreateAsync(Kfp, new PoolWish { Name = "np-kfp", MachineType = "e2-standard-4", Access = PoolAccess.FullScope }.Build("np-kfp", 1), none),
            "nodepools.update.machinetype" => cloud.NodePools.UpdateAsync(Kfp, "default-pool", new NodePoolUpdate { MachineType = "e2-standard-4", DiskType = "pd-balanced", DiskSizeGb = 100 }, none),
            "nodepools.update.surge" => cloud.NodePools.UpdateAsync(Kfp, "default-pool", new NodePoolUpdate { UpgradeSettings = new PoolWish { Name = "x", MaxSurge = 2 }.Upgrades }, none),
            "nodepools.update.wm" => cloud.NodePools.UpdateAsync(Kfp, "default-pool", new NodePoolUpdate { WorkloadMetadataConfig = new WorkloadMetadata("GKE_METADATA") }, none),
            "nodepools.update.taints" => cloud.NodePools.UpdateAsync(Kfp, "default-pool", new NodePoolUpdate { Taints = new TaintSet([NodeTaint.Parse("a=b:NoSchedule")]) }, none),
            "nodepools.resize" => cloud.NodePools.SetSizeAsync(Kfp, "default-pool", 0, none),
            "nodepools.delete" => cloud.NodePools.DeleteAsync(Kfp, "default-pool", none),
            "operations.list" => cloud.Operations.ListAsync(Kfp, none),
            "sa.create" => cloud.ServiceAccounts.CreateAsync("kfp-proj", "kfp-run", "KFP run", null, none),
            "sa.describe" => cloud.ServiceAccounts.FindAsync("kfp-proj", Account, none),
            "sa.keys.create" => cloud.Keys.CreateAsync("kfp-proj", Account, none),
            "sa.keys.list.managed" => cloud.Keys.ListAsync("kfp-proj", Account, none),
            "sa.keys.delete" => cloud.Keys.DeleteAsync("kfp-proj", Account, "7e254e514e168d517492f2d03c781520d3998ce1", none),
            "sa.add-binding.wi" => cloud.Policies.EnsureAsync(RestPolicy.OfServiceAccount(cloud.Door, "kfp-proj", Account), [new PolicyEdit("roles/iam.workloadIdentityUser", "serviceAccount:kfp-proj.svc.id.goog[kubeflow/ml-pipeline]")], none),
            "project.describe" => cloud.Projects.GetAsync("kfp-proj", none),
            "project.get-iam-policy" => RestPolicy.OfProject(cloud.Door, "kfp-proj").ReadAsync(none),
            "project.add-binding" => cloud.Policies.EnsureAsync(RestPolicy.OfProject(cloud.Door, "kfp-proj"), [Edit("roles/storage.admin")], none),
            "project.add-binding.condition" => cloud.Policies.EnsureAsync(RestPolicy.OfProject(cloud.Door, "kfp-proj"), [Edit("roles/container.admin", new PolicyCondition("until2027", "request.time < timestamp('2027-01-01T00:00:00Z')", "x"))], none),
            "services.enable2" => cloud.Services.EnableAsync("kfp-proj", ["iap.googleapis.com", "cloudresourcemanager.googleapis.com", "ml.googleapis.com"], TimeSpan.FromMinutes(30), cloud.Output, none),
            "services.list" => cloud.Services.EnabledAsync("kfp-proj", none),
            "iap.web.add.project" => cloud.Policies.EnsureAsync(RestPolicy.OfIapWeb(cloud.Door, "123456789012"), [new PolicyEdit("roles/iap.httpsResourceAccessor", "user:alice@example.com")], none),
            "iap.web.add.backend" => cloud.Policies.EnsureAsync(RestPolicy.OfIapBackend(cloud.Door, "123456789012", "k8s1-abc"), [new PolicyEdit("roles/iap.httpsResourceAccessor", "user:alice@example.com")], none),
            "machine-types.describe" => cloud.Compute.MachineTypeAsync("kfp-proj", "us-central1-a", "e2-standard-2", none),
            "compute.regions.describe" => cloud.Compute.RegionAsync("kfp-proj", "us-central1", none),
            "backend-services.list" => cloud.Compute.BackendServicesAsync("kfp-proj", none),
            "buckets.create" => cloud.Buckets.CreateAsync("kfp-proj", new Bucket("kfp-artifacts", "us-central1", null, new BucketAccess(new UniformAccess(true), "enforced")), none),
            "buckets.describe" => cloud.Buckets.FindAsync("kfp-artifacts", none),
            "config-controller.create" => cloud.ConfigControllers.CreateAsync("kfp-proj", "us-central1", "kcc", TimeSpan.FromMinutes(30), cloud.Output, none),
            "config-controller.describe" => (Task)cloud.ConfigControllers.FindAsync("kfp-proj", "us-central1", "kcc", none),
            _ => throw new ArgumentException(record),
        });
    }

    private static string Deliberately(string line) => Deliberate.Aggregate(line, (text, d) => text.Replace(d.Gcloud, d.Ours, StringComparison.Ordinal));

    private static string WithoutIds(string line) => Regex.Replace(line, "requestId=[0-9a-f-]{36}", "requestId=ID", default, TimeSpan.FromSeconds(1));
}
