using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>Looks into clusters for their nodes and for Kubeflow Pipelines. One that cannot be reached is judged by what GKE says of it.</summary>
internal sealed class ClusterLook(DeployContext context)
{
    private static readonly ApiKind Deployments = new("apps", "v1", "Deployment", "deployments", true, true, ["list"]);
    private static readonly ApiKind Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, true, ["list"]);
    private static readonly ApiKind Applications = new("app.k8s.io", "v1beta1", "Application", "applications", true, true, ["list"]);

    /// <summary>A look does not wait long for a cluster behind a wall.</summary>
    internal static readonly DoorOptions Impatient = new() { FirstPatience = TimeSpan.FromSeconds(3), AttemptTimeout = TimeSpan.FromSeconds(10) };

    public async Task<InsideLook> LookAsync(ClusterDetails cluster, CancellationToken cancellation)
    {
        var path = new ClusterPath(context.Settings.Project.Id, cluster.Location, cluster.Name);
        try
        {
            using var door = new ClusterDoor(await context.Run.Doors.GkeAccessAsync(path, cluster, context.Settings.Cluster.Endpoint), Impatient, context.Time);
            var objects = new KubeObjects(door);
            return new InsideLook(await NodeFacts.ReadAsync(objects, cancellation), await PipelinesAsync(objects, cancellation));
        }
        catch (Exception e) when (e is KubeError or UsageException)
        {
            return new InsideLook(null, null, e.Message);
        }
    }

    // Its API server, its definitions, or the application that a marketplace has made of it: in whatever namespace.
    private static async Task<string?> PipelinesAsync(KubeObjects objects, CancellationToken cancellation)
    {
        var found = await objects.ListAsync(Deployments, null, new ListQuery { FieldSelector = "metadata.name=ml-pipeline", MetadataOnly = true }, cancellation);
        if (found.Items.Count > 0) return found.Items[0].Id.ToString();
        var definitions = (await objects.ListAsync(Definitions, null, new ListQuery { MetadataOnly = true }, cancellation)).Items.OrderBy(d => d.Id.Name, StringComparer.Ordinal).ToList();
        if (definitions.Find(d => d.Id.Name == "scheduledworkflows.kubeflow.org" || d.Id.Name.EndsWith(".pipelines.kubeflow.org", StringComparison.Ordinal)) is { } definition) return definition.Id.ToString();
        if (!definitions.Exists(d => d.Id.Name == "applications.app.k8s.io")) return null;
        var applications = await objects.ListAsync(Applications, null, new ListQuery(), cancellation);
        return applications.Items.FirstOrDefault(a => a.Text("spec", "descriptor", "type")?.Contains("Kubeflow Pipelines", StringComparison.OrdinalIgnoreCase) == true)?.Id.ToString();
    }
}
