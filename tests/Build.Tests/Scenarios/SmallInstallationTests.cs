using System.Text.Json.Nodes;
using LocalCloud.Faults;
using LocalCloud.Kube;

namespace Build.Tests.Scenarios;

/// <summary>The small installation, from nothing to a connection and back to nothing.</summary>
public sealed class SmallInstallationTests
{
    private const string Storage = "--delete-storage=kubeflow/mysql-data,kubeflow/seaweedfs-data,kubeflow-rehearsal-kfp";

    [Fact]
    public async Task It_comes_is_tried_and_goes_and_leaves_only_storage_and_what_is_of_others()
    {
        await using var cloud = await StandingCloud.StartAsync();
        var project = Policy(cloud);
        cloud.Succeed("Apply EnsureProfile ConnectSdk CheckPipelines");
        Assert.Contains("3 checks passed", cloud.Said, StringComparison.Ordinal);
        Foreign(cloud.Kubeflow);
        Foreign(cloud.Management);

        Assert.Equal(2, cloud.Run("Teardown", "--confirm=kubeflo"));
        Assert.Contains("'kubeflo' is not the installation", cloud.Said, StringComparison.Ordinal);
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Teardown", "--confirm=kubeflow", "--plan");
        Assert.Empty(cloud.WritesSince(before));

        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Assert.Contains("Cluster kubeflow stays, for what stays in it: PersistentVolumeClaim kubeflow/", cloud.Said, StringComparison.Ordinal);
        Assert.NotNull(cloud.Management.Client.Get("configconnectorcontexts.core.cnrm.cloud.google.com", StandingCloud.Project, "configconnectorcontext.core.cnrm.cloud.google.com"));
        Assert.NotNull(cloud.Management.Client.Get("iamserviceaccounts.iam.cnrm.cloud.google.com", "config-control", $"kcc-{StandingCloud.Project}"));
        Assert.Empty(cloud.Kubeflow.Client.List("deployments.apps", "kubeflow"));
        Assert.NotNull(cloud.Kubeflow.Client.Get("configmaps", "others", "foreign"));

        cloud.Succeed("Teardown", "--confirm=kubeflow", "--delete-storage=kubeflow/mysql-data,kubeflow/seaweedfs-data,kubeflow");
        Assert.Null(cloud.Server.Clusters.Find(cloud.KubeflowKey));
        Assert.Null(cloud.Management.Client.Get("namespaces", null, StandingCloud.Project));
        Assert.Empty(cloud.Management.Client.List("iamserviceaccounts.iam.cnrm.cloud.google.com"));
        Assert.NotNull(cloud.Management.Client.Get("configmaps", "others", "foreign"));
        Assert.NotNull(Bucket(cloud));
        Assert.Equal(project, Policy(cloud));

        before = cloud.Server.Requests.Last;
        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Assert.Contains("Cluster kubeflow is gone", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.WritesSince(before));
    }

    [Fact]
    public async Task A_teardown_that_was_broken_off_is_finished_by_the_next_run()
    {
        await using var cloud = await StandingCloud.StartAsync();
        cloud.Succeed("Apply");
        for (var broken = 0; broken < 4; broken++)
        {
            // The network goes after some deletions: nothing of the run's knowledge is left but what it had done.
            cloud.Faults.Add(new FaultRule("away", new FaultMatch { Method = FaultMatch.Whole("DELETE") }, new FaultAction { Status = 403, Body = "{}" }) { Pattern = new string('.', 12) + new string('x', 1000) });
            Assert.True(cloud.Run("Teardown", "--confirm=kubeflow", Storage) == 1, cloud.Said);
            cloud.Faults.Clear();
        }

        cloud.Succeed("Teardown", "--confirm=kubeflow", Storage);
        Assert.Null(cloud.Server.Clusters.Find(cloud.KubeflowKey));
        Assert.Null(cloud.Management.Client.Get("namespaces", null, StandingCloud.Project));
        Assert.Null(Bucket(cloud));
    }

    [Fact]
    public async Task A_finalizer_that_nobody_takes_off_is_reported_with_its_owner_and_never_taken_off()
    {
        await using var cloud = await StandingCloud.StartAsync();
        cloud.Succeed("Apply");
        cloud.Kubeflow.Client.Patch("configmaps", "kubeflow", "pipeline-install-config", live => live["metadata"]!["finalizers"] = new JsonArray("inferenceservice.finalizers"));
        Assert.True(cloud.Run("Teardown", "--confirm=kubeflow", Storage, "--delete-timeout=1s") == 1, cloud.Said);
        Assert.Contains("ConfigMap kubeflow/pipeline-install-config was not gone", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("finalizer inferenceservice.finalizers of the KServe controller", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("what comes before it could not be deleted", cloud.Said, StringComparison.Ordinal);
        Assert.NotNull(cloud.Kubeflow.Client.Get("namespaces", null, "kubeflow"));
        Assert.Single(cloud.Kubeflow.Client.Get("configmaps", "kubeflow", "pipeline-install-config")!["metadata"]!["finalizers"]!.AsArray());
        Assert.NotNull(cloud.Server.Clusters.Find(cloud.KubeflowKey));
    }

    [Fact]
    public async Task A_service_account_of_its_own_goes_with_its_grants_and_stays_while_others_use_it()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        cloud.Environment["KFT_SERVICE_ACCOUNT"] = "runner";
        cloud.Environment["KFT_SERVICE_ACCOUNT_USERS"] = "user:dev@example.com";
        cloud.Environment["KFT_ROLES"] = "roles/bigquery.user";
        var project = Policy(cloud);
        cloud.Succeed("EnsureServiceAccount");
        const string runner = "runner@kubeflow-rehearsal.iam.gserviceaccount.com";
        var made = Policy(cloud);
        Assert.Contains($"roles/bigquery.user: serviceAccount:{runner}", made, StringComparison.Ordinal);

        var account = cloud.Server.Google.ServiceAccounts.Find(runner)!;
        cloud.Server.Google.Policies.AddMember(account.Name, "roles/iam.serviceAccountTokenCreator", "user:other@example.com");
        cloud.Succeed("EnsureManagementCluster Teardown", "--confirm=kubeflow");
        Assert.Contains($"service account {runner}", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("user:other@example.com has roles/iam.serviceAccountTokenCreator on it", cloud.Said, StringComparison.Ordinal);
        Assert.Contains($"gcloud iam service-accounts delete {runner} --project=kubeflow-rehearsal", cloud.Said, StringComparison.Ordinal);
        Assert.NotNull(cloud.Server.Google.ServiceAccounts.Find(runner));

        cloud.Server.Google.Policies.RemoveMember(account.Name, "roles/iam.serviceAccountTokenCreator", "user:other@example.com");
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Teardown", "--confirm=kubeflow", "--plan");
        Assert.Contains($"service account {runner}", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.GoogleWritesSince(before));

        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Assert.Null(cloud.Server.Google.ServiceAccounts.Find(runner));
        Assert.DoesNotContain("runner@", Policy(cloud), StringComparison.Ordinal);
        Assert.All(project.Split('\n'), line => Assert.Contains(line, Policy(cloud), StringComparison.Ordinal));
        before = cloud.Server.Requests.Last;
        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Assert.Empty(cloud.GoogleWritesSince(before));
    }

    [Fact]
    public async Task A_service_account_that_somebody_else_has_made_is_never_taken_away()
    {
        await using var cloud = await StandingCloud.EmptyAsync(scenario: $"{StandingCloud.Empty}\n  serviceAccounts: [{{id: runner, displayName: Nodes and pipelines of Kubeflow}}]\n");
        cloud.Environment["KFT_SERVICE_ACCOUNT"] = "runner";
        cloud.Environment["KFT_IAP_MEMBERS"] = "user:alice@example.com,user:bob@example.com";
        cloud.Succeed("EnsureManagementCluster EnsureServiceAccount");
        cloud.Server.Google.Policies.AddMember($"projects/{StandingCloud.Project}", "roles/iap.httpsResourceAccessor", "user:alice@example.com");
        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Assert.Contains("it does not say that this installation has made it", cloud.Said, StringComparison.Ordinal);
        Assert.NotNull(cloud.Server.Google.ServiceAccounts.Find("runner@kubeflow-rehearsal.iam.gserviceaccount.com"));
        Assert.Contains("gcloud projects remove-iam-policy-binding kubeflow-rehearsal --member=user:alice@example.com --role=roles/iap.httpsResourceAccessor --all", cloud.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("access of user:bob@example.com", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("gcloud services disable ", cloud.Said, StringComparison.Ordinal);
    }

    private static string Policy(StandingCloud cloud) => string.Join('\n', cloud.Server.Google.Policies.Get($"projects/{StandingCloud.Project}").Bindings
        .Where(binding => binding.Members.Count > 0).Select(binding => $"{binding.Role}: {string.Join(", ", binding.Members.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    private static object? Bucket(StandingCloud cloud) => cloud.Server.Google.Buckets.Find("kubeflow-rehearsal-kfp");

    private static void Foreign(KubeCluster cluster)
    {
        cluster.Client.Upsert(Of("Namespace", "others", null));
        cluster.Client.Upsert(Of("ConfigMap", "foreign", "others"));
    }

    private static JsonObject Of(string kind, string name, string? ns)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null) metadata["namespace"] = ns;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = metadata };
    }
}
