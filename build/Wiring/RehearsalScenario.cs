using System.Text;
using KfPipelineTasks.Settings;
using LocalCloud.Scenarios;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>
/// What the cloud of a rehearsal looks like before the first task: the projects of the settings, and what somebody has made by hand
/// where this run does not make it - the management cluster, or the Kubeflow cluster of a variant without one.
/// </summary>
internal static class RehearsalScenario
{
    private const string Services =
        "[serviceusage, cloudresourcemanager, iam, iamcredentials, container, compute, storage, sqladmin, iap, servicemanagement, servicecontrol, endpoints, krmapihosting, cloudbilling]";

    private const string ManagementNumber = "210987654321";

    /// <param name="settings">What they name is there.</param>
    /// <param name="tasks">What these tasks make is not.</param>
    public static Scenario Of(DeploySettings settings, IReadOnlyCollection<string> tasks) => ScenarioFile.Parse("the rehearsal's scenario", Text(Complete(settings), tasks));

    /// <summary>The settings with a name for everything the rehearsed cloud must call something: a cluster that is there already may have no place in Google Cloud.</summary>
    public static DeploySettings Complete(DeploySettings settings) => settings.NeedsGoogleCloud ? settings : settings with
    {
        AdminEmail = Or(settings.AdminEmail, "admin@example.com"),
        Project = settings.Project with { Id = Or(settings.Project.Id, "kubeflow-rehearsal") },
        Place = settings.Place with { Location = Or(settings.Place.Location, "us-central1") },
        Cluster = settings.Cluster with { Name = Or(settings.Cluster.Name, "kubeflow") },
    };

    private static string Or(string given, string otherwise) => given.Length > 0 ? given : otherwise;

    private static string Text(DeploySettings settings, IReadOnlyCollection<string> tasks)
    {
        var text = new StringBuilder("projects:\n");
        var projects = new[] { settings.Project.Id, settings.NeedsManagementCluster ? settings.Management.Project : settings.Project.Id }.Distinct(StringComparer.Ordinal);
        foreach (var project in projects) Project(text, project, settings, tasks);
        return text.ToString();
    }

    private static void Project(StringBuilder text, string id, DeploySettings settings, IReadOnlyCollection<string> tasks)
    {
        text.Append($"- id: {id}\n");
        text.Append($"  number: \"{NumberOf(id, settings)}\"\n");
        if (!tasks.Contains(TaskNames.EnableServices)) text.Append($"  services: {Services}\n");
        text.Append($"  policy:\n  - {{role: roles/owner, members: [{string.Join(", ", Owners(settings).Select(o => $"\"{o}\""))}]}}\n");
        if (!settings.NeedsManagementCluster && (!tasks.Contains(TaskNames.EnsureCluster) || !settings.NeedsGoogleCloud))
            text.Append($"  clusters:\n  - {{name: {settings.Cluster.Name}, location: {settings.Place.Location}, nodePools: [{{name: default-pool, machineType: e2-standard-8, nodes: 2, scopes: [cloud-platform]}}]}}\n");
        else if (settings.NeedsManagementCluster && id == settings.Management.Project && !tasks.Contains(TaskNames.EnsureManagementCluster))
            text.Append($"  configControllers: [{{name: {settings.Management.Name}, location: {settings.Management.Location}}}]\n");
    }

    // Whoever rehearses, and the agent of Config Controller, which is given its role when the management cluster is made.
    private static IEnumerable<string> Owners(DeploySettings settings)
    {
        yield return $"user:{settings.AdminEmail}";
        if (settings.NeedsManagementCluster) yield return $"serviceAccount:service-{NumberOf(settings.Management.Project, settings)}@gcp-sa-yakima.iam.gserviceaccount.com";
    }

    private static string NumberOf(string project, DeploySettings settings) =>
        project == settings.Project.Id && settings.Project.Number.Length > 0 ? settings.Project.Number : ManagementNumber;
}
