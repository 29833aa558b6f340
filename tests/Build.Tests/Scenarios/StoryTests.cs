using Build.Tests.Google;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>
/// The life of an installation: it comes, is upgraded, loses a component and goes, beside others in the same project and the same
/// clusters. In the end nothing of it is left but what holds data, and everything of others is as it was.
/// </summary>
public sealed class StoryTests
{
    private static readonly CaseFolder Cases = new("Story");

    [Fact]
    public async Task The_small_installation_comes_is_upgraded_loses_a_component_and_goes()
    {
        using var package = StoryPackage.Small();
        await using var cloud = await StandingCloud.EmptyAsync(package.Folder, Neighbours.Scenario);
        await ComeAsync(cloud);
        var others = new Watched(cloud);

        package.Edit("kubeflow/apps/pipelines/ui/ui.yaml", "kfp-frontend:2.5.0", "kfp-frontend:2.5.1");
        package.Edit("kubeflow/apps/pipelines/metadata/metadata-store.yaml", "      app: metadata-grpc-deployment\n", "      app: metadata-grpc-deployment\n      tier: store\n", times: 1);
        package.Edit("kubeflow/apps/pipelines/metadata/metadata-store.yaml", "        app: metadata-grpc-deployment\n", "        app: metadata-grpc-deployment\n        tier: store\n", times: 1);
        Upgraded(cloud, "Deployment.apps kubeflow/metadata-grpc-deployment replaced", "Deployment.apps kubeflow/ml-pipeline-ui configured");
        Assert.Equal("ghcr.io/kubeflow/kfp-frontend:2.5.1", ImageOf(cloud, "ml-pipeline-ui"));
        Assert.Equal("store", (string?)cloud.Kubeflow.Client.Get("deployments.apps", "kubeflow", "metadata-grpc-deployment")!["spec"]!["selector"]!["matchLabels"]!["tier"]);

        package.Edit("kubeflow/config.yaml", "- apps/extra\n", "");
        cloud.Succeed("Deploy");
        Said(cloud, "Deployment.apps kubeflow/extra pruned", "Extra.example.com kubeflow/one pruned",
            "PersistentVolumeClaim kubeflow/extra-data skipped (no longer in the set, stays: protected: a PersistentVolumeClaim holds what cannot be made again)",
            "CustomResourceDefinition.apiextensions.k8s.io extras.example.com skipped", "StorageBucket.storage.cnrm.cloud.google.com kubeflow-rehearsal/kubeflow-rehearsal-extra skipped");
        Assert.Null(cloud.Kubeflow.Client.Get("deployments.apps", "kubeflow", "extra"));
        Assert.NotNull(cloud.Kubeflow.Client.Get("persistentvolumeclaims", "kubeflow", "extra-data"));
        ChangesNothing(cloud);
        others.AreAsTheyWere();

        Go("small", cloud, others, "kubeflow/mysql-data,kubeflow/seaweedfs-data,kubeflow/extra-data");
        Assert.NotNull(cloud.Server.Google.Buckets.Find("kubeflow-rehearsal-kfp"));
        Assert.NotNull(cloud.Server.Google.Buckets.Find("kubeflow-rehearsal-extra"));
    }

    [SharedToolFact("kubectl")]
    public async Task The_distribution_comes_is_upgraded_loses_a_component_and_goes()
    {
        using var package = await StoryPackage.DistributionAsync();
        await using var cloud = await StandingCloud.EmptyAsync(package.Folder, Neighbours.Scenario);
        await ComeAsync(cloud);
        var others = new Watched(cloud);

        package.Append("kubeflow/apps/volumes-web-app/kustomization.yaml", "\ncommonLabels:\n  tier: web\nimages:\n- name: docker.io/kubeflownotebookswg/volumes-web-app\n  newTag: v1.8.1\n");
        Upgraded(cloud, "Deployment.apps kubeflow/volumes-web-app-deployment replaced");
        Assert.Equal("docker.io/kubeflownotebookswg/volumes-web-app:v1.8.1", ImageOf(cloud, "volumes-web-app-deployment"));

        package.Edit("kubeflow/config.yaml", "- apps/katib\n", "");
        cloud.Succeed("Deploy");
        Said(cloud, "Deployment.apps kubeflow/katib-controller pruned", "PersistentVolumeClaim kubeflow/katib-mysql skipped", "CustomResourceDefinition.apiextensions.k8s.io experiments.kubeflow.org skipped");
        Assert.Null(cloud.Kubeflow.Client.Get("deployments.apps", "kubeflow", "katib-controller"));
        ChangesNothing(cloud);
        others.AreAsTheyWere();

        // Away and back again: the cluster stays for its data, and knows no profiles until the package comes.
        cloud.Succeed("Teardown", "--confirm=kubeflow");
        cloud.Succeed("Deploy");
        Said(cloud, "Pipelines is connected");
        Assert.NotNull(cloud.Kubeflow.Client.Get("profiles.kubeflow.org", null, "team-a"));

        Go("distribution", cloud, others, "kubeflow/katib-mysql");
        Assert.NotNull(cloud.Server.Google.Buckets.Find("kubeflow-rehearsal-kfp"));
        Assert.NotEmpty(cloud.Server.Google.SqlInstances.In(StandingCloud.Project));
        // Profiles go while their controller lives; what Config Connector manages goes before what it manages it with.
        Assert.True(Deleted(cloud, "/profiles/team-a") < Deleted(cloud, "/deployments/profiles-deployment"));
        Assert.True(Deleted(cloud, "/containerclusters/kubeflow") < Deleted(cloud, "/configconnectorcontexts/"));
    }

    private static long Deleted(StandingCloud cloud, string path) =>
        cloud.Server.Requests.All.First(request => request.Method == "DELETE" && request.Path.Contains(path, StringComparison.Ordinal)).Number;

    private static async Task ComeAsync(StandingCloud cloud)
    {
        cloud.Succeed("Deploy");
        Said(cloud, "Pipelines is connected");
        await new Neighbours(cloud).MoveInAsync();
    }

    private static void Upgraded(StandingCloud cloud, params IReadOnlyList<string> said)
    {
        cloud.Succeed("Deploy");
        Said(cloud, said);
        ChangesNothing(cloud);
    }

    private static void Said(StandingCloud cloud, params IReadOnlyList<string> said)
    {
        foreach (var words in said) Assert.True(cloud.Said.Contains(words, StringComparison.Ordinal), $"'{words}' was not said:\n{cloud.Said}");
    }

    private static void ChangesNothing(StandingCloud cloud)
    {
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Deploy");
        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
    }

    // Twice: what holds data keeps the cluster until it is named, and so do others who live in it.
    private static void Go(string story, StandingCloud cloud, Watched others, string claims)
    {
        cloud.Succeed("Teardown", "--confirm=kubeflow");
        Said(cloud, "Cluster kubeflow stays, for what stays in it: PersistentVolumeClaim kubeflow/");
        others.AreAsTheyWere();

        cloud.Succeed("Teardown", "--confirm=kubeflow", $"--delete-storage={claims}");
        Said(cloud, "Cluster kubeflow stays, for what stays in it: namespace others and 1 more.");
        Assert.Equal("", OursIn(cloud));
        others.AreAsTheyWere();

        cloud.Succeed("Teardown", "--confirm=kubeflow", $"--delete-storage={claims},kubeflow");
        Assert.Null(cloud.Server.Clusters.Find(cloud.KubeflowKey));
        Assert.Null(cloud.Management.Client.Get("namespaces", null, StandingCloud.Project));
        Assert.Empty(cloud.Management.Client.List("iamserviceaccounts.iam.cnrm.cloud.google.com"));
        others.AreAsTheyWere(withCluster: false);
        Cases.Expect(story, WorldText.Of(cloud.Server), "expected-to-stay.txt");
    }

    // What the cluster was born with is not of anybody's package.
    private static string OursIn(StandingCloud cloud) => string.Join('\n', cloud.Kubeflow.Client.List("namespaces").Select(space => (string)space["metadata"]!["name"]!)
        .Where(name => name is not ("others" or "default") && !name.StartsWith("kube-", StringComparison.Ordinal) && !name.StartsWith("gke-", StringComparison.Ordinal)));

    private static string? ImageOf(StandingCloud cloud, string deployment) =>
        (string?)cloud.Kubeflow.Client.Get("deployments.apps", "kubeflow", deployment)!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"];

    private sealed class Watched(StandingCloud cloud)
    {
        private readonly string _google = new Neighbours(cloud).InGoogleCloud();
        private readonly string _kubeflow = Neighbours.In(cloud.Kubeflow);
        private readonly string _management = Neighbours.In(cloud.Management);

        public void AreAsTheyWere(bool withCluster = true)
        {
            Assert.Equal(_google, new Neighbours(cloud).InGoogleCloud());
            Assert.Equal(_management, Neighbours.In(cloud.Management));
            if (withCluster) Assert.Equal(_kubeflow, Neighbours.In(cloud.Kubeflow));
        }
    }
}
