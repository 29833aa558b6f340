using System.Text.Json.Nodes;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>The whole of a real package comes to life: applied as anybody would, refused where the real thing refuses, and ready in the end.</summary>
public sealed class WholePackageTests
{
    private static readonly string[] Management = ["common/managed-storage", "common/cnrm"];

    [SharedToolFact("kubectl", "data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task Every_workload_becomes_available_and_every_certificate_ready()
    {
        var package = await RealPackage.LoadAsync();
        await using var stage = await ControllerStage.GkeAsync();
        await AddNodesAsync(stage);
        stage.World!.Addresses.Ensure("kf-project", "global", "kubeflow-ip");
        stage.World.ServiceAccounts.Create("kf-project", "kubeflow-user");
        var objects = new[] { RealPackage.Istio + "istio-namespace/base", RealPackage.Istio + "istio-install/base" }.Concat(package.Components.Except(Management))
            .SelectMany(component => package.Objects(component, Filled)).ToList();
        await ApplyAsync(stage, [.. package.IstioDefinitions, .. objects.Where(IsFirst), .. Missing(), .. objects.Where(one => !IsFirst(one))]);
        await stage.SettleAsync();

        Nothing(Unavailable(stage, "Deployment.apps"));
        Nothing(Unavailable(stage, "StatefulSet.apps"));
        Nothing(stage.List("Pod", null).Where(pod => !Ready(pod)).Select(Explained));
        Assert.Equal(3, stage.List("Certificate.cert-manager.io", null).Count(Ready));
        Assert.All(stage.List("PersistentVolumeClaim", null), claim => Assert.Equal("Bound", Json.Text(claim, "status", "phase")));
        Nothing(Webhooks(stage).Where(webhook => Json.Text(webhook, "clientConfig", "caBundle") is null or "Cg==").Select(webhook => Json.Text(webhook, "name")!));
        Nothing(Webhooks(stage).Where(webhook => Json.List(webhook, "rules") is not { Count: > 0 }).Select(webhook => Json.Text(webhook, "name")!));
    }

    [SharedToolFact("kubectl", "data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task Every_object_of_the_management_cluster_becomes_ready()
    {
        var package = await RealPackage.LoadAsync();
        await using var stage = await ControllerStage.ConfigControllerAsync();
        await AddNodesAsync(stage);
        await stage.SettleAsync();
        await stage.ApplyAsync(await File.ReadAllTextAsync(new CaseFolder("Controllers").Path("kcc.yaml")));
        await stage.SettleAsync();
        var objects = Management.SelectMany(component => package.Objects(component, Filled)).ToList();
        await ApplyAsync(stage, objects);
        await stage.SettleAsync();

        Nothing(objects.Select(one => stage.Get(GroupKind(one), "kf-project", Name(one))!).Where(one => !Ready(one)).Select(one => $"{Json.Text(one, "kind")} {Name(one)}: {Json.ToText(one["status"])}"));
        var facts = WorldFacts.Of(stage.World!).ToHashSet();
        Assert.Contains("cluster projects/kf-project/locations/us-central1/clusters/kubeflow RUNNING", facts);
        Assert.Contains("grant projects/kf-project/serviceAccounts/kubeflow-user@kf-project.iam.gserviceaccount.com roles/iam.workloadIdentityUser serviceAccount:kf-project.svc.id.goog[kubeflow/pipeline-runner]", facts);
        Assert.Contains("sql kf-project kf-sql RUNNABLE", facts);
        Assert.Contains("bucket kf-project kf-project-kfp", facts);
    }

    /// <summary>Applies everything, and again what was refused, as people do; in the end nothing may be refused.</summary>
    private static async Task ApplyAsync(ControllerStage stage, List<JsonObject> objects)
    {
        var problems = new List<string>();
        for (var round = 0; round < 60 && objects.Count > 0; round++)
        {
            problems.Clear();
            var refused = new List<JsonObject>();
            foreach (var one in objects)
            {
                try
                {
                    stage.Cluster.Client.Upsert((JsonObject)one.DeepClone(), "test");
                    if (Json.Text(one, "kind") == "CustomResourceDefinition") await stage.QuietAsync();
                }
                catch (ApiException refusal)
                {
                    refused.Add(one);
                    problems.Add($"{GroupKind(one)} {Name(one)}: {refusal.Message}");
                }
            }

            objects = refused;
            await stage.PassAsync(TimeSpan.FromSeconds(5));
        }

        Assert.True(objects.Count == 0, string.Join("\n", problems.Concat(stage.List("Pod", null).Where(pod => !Ready(pod)).Select(Explained))));
    }

    private static void Nothing(IEnumerable<string> left) => Assert.True(!left.Any(), string.Join("\n", left));

    private static string Explained(JsonObject pod) => $"Pod {Json.Text(pod, "metadata", "namespace")}/{Name(pod)}: {Json.ToText(pod["status"])}";

    private static bool IsFirst(JsonObject one) => Json.Text(one, "kind") is "Namespace" or "CustomResourceDefinition";

    private static IEnumerable<JsonObject> Missing()
    {
        yield return new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = "kubeflow-oauth", ["namespace"] = "istio-system" },
            ["stringData"] = new JsonObject { ["client_id"] = "id", ["client_secret"] = "secret" },
        };
    }

    /// <summary>As many and as large as the package asks for.</summary>
    private static async Task AddNodesAsync(ControllerStage stage)
    {
        NodeObjects.Set(stage.Cluster, [.. Enumerable.Range(1, 6).Select(number => new NodeSpec($"node-{number}", "pool", "us-central1-a", "e2-standard-8", 8, 32768, new Dictionary<string, string>(), []))]);
        await stage.QuietAsync();
    }

    private static string Filled(string yaml) => yaml
        .Replace("PROJECT_NUMBER", "222222222222", StringComparison.Ordinal).Replace("PROJECT", "kf-project", StringComparison.Ordinal)
        .Replace("KUBEFLOW-NAME", "kubeflow", StringComparison.Ordinal).Replace("BUCKET-NAME", "kf-project-kfp", StringComparison.Ordinal)
        .Replace("CLOUDSQL-NAME", "kf-sql", StringComparison.Ordinal).Replace("ASM-LABEL", "default", StringComparison.Ordinal)
        .Replace("LOCATION", "us-central1", StringComparison.Ordinal).Replace("REGION", "us-central1", StringComparison.Ordinal)
        .Replace("ZONE", "us-central1-a", StringComparison.Ordinal).Replace("EMAIL", "admin@example.com", StringComparison.Ordinal);

    private static IEnumerable<string> Unavailable(ControllerStage stage, string kind) => stage.List(kind, null)
        .Where(one => (Json.Number(one, "status", "availableReplicas") ?? 0) < (Json.Number(one, "spec", "replicas") ?? 1))
        .Select(one => $"{Json.Text(one, "metadata", "namespace")}/{Name(one)}: {Json.ToText(one["status"])}");

    private static IEnumerable<JsonObject> Webhooks(ControllerStage stage) =>
        stage.List("MutatingWebhookConfiguration.admissionregistration.k8s.io", null).Concat(stage.List("ValidatingWebhookConfiguration.admissionregistration.k8s.io", null)).SelectMany(one => Json.Maps(one, "webhooks"));

    private static bool Ready(JsonObject one) => Json.Maps(one, "status", "conditions").Any(condition => Json.Text(condition, "type") == "Ready" && Json.Text(condition, "status") == "True");

    private static string GroupKind(JsonObject one)
    {
        var version = Json.Text(one, "apiVersion")!;
        return version.Contains('/', StringComparison.Ordinal) ? $"{Json.Text(one, "kind")}.{version.Split('/')[0]}" : Json.Text(one, "kind")!;
    }

    private static string Name(JsonObject one) => Json.Text(one, "metadata", "name")!;
}
