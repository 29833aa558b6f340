using KfPipelineTasks.Build.Tasks.Google;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>
/// What the tasks have made in the project outside of any cluster: the service account goes where it is marked as this installation's and
/// nobody uses it; of everything else it is told why it stays, and how to take it away.
/// </summary>
/// <param name="going">The cluster that goes with the installation; null when it stays.</param>
internal sealed class ProjectRemains(DeployContext context, PackageObjects objects, string? going)
{
    private readonly List<IReadOnlyList<string>> _stays = [];

    private DeploySettings Settings => context.Settings;

    private string Project => Settings.Project.Id;

    /// <exception cref="DeployException">The account is to go, and cannot be deleted.</exception>
    public async Task TakeAwayAsync()
    {
        if (!Settings.NeedsGoogleCloud) return;
        var cloud = await context.Run.Doors.GoogleAsync();
        await AccountAsync(cloud);
        if (Settings.NeedsManagementCluster)
            Stays($"management cluster {Settings.Management.Name}", "other projects may be managed by it", $"gcloud anthos config controller delete {Settings.Management.Name} --location={Settings.Management.Location} --project={Settings.Management.Project}");
        else await ClusterAndBucketAsync(cloud);
        foreach (var (project, services) in EnableServices.Wanted(Settings))
            Stays($"enabled APIs of {project}", "others in the project may use them", $"gcloud services disable {string.Join(' ', services)} --project={project}");
        var host = DerivedNames.Host(Settings);
        if (objects.HasIngress && EndpointWish.IsPublished(host, Project))
            Stays($"endpoint {host}", "once deleted, the name cannot be published again for thirty days", $"gcloud endpoints services delete {host} --project={Project}");
        if (Settings.Variant == Variant.GkeIap) await AccessAsync(cloud);
        context.Output.Show(new Table("Not taken away", ["what", "because", "taken away by"], _stays));
    }

    private void Stays(string what, string because, string command) => _stays.Add([what, because, command]);

    private async Task AccountAsync(GoogleCloud cloud)
    {
        var wish = EnsureServiceAccount.Wish(Settings);
        var work = new AccountRemoval(cloud);
        if (await work.PlanAsync(wish, going, context.Stop) is not { } plan) return;
        if (plan.Keeper is { } keeper)
        {
            Stays($"service account {wish.Email}", keeper, $"gcloud iam service-accounts delete {wish.Email} --project={Project}");
        }
        else if (Settings.Run.Plan)
        {
            context.Run.Planned(plan.Plan);
        }
        else
        {
            context.Run.Outcome.Acted();
            await work.ActAsync(wish, plan, context.Stop);
            foreach (var change in plan.Plan.Changes) context.Output.Show(change);
        }
    }

    // Where no management cluster makes them, EnsureCluster and EnsureArtifactBucket do.
    private async Task ClusterAndBucketAsync(GoogleCloud cloud)
    {
        var path = new ClusterPath(Project, Settings.Place.Location, Settings.Cluster.Name);
        if (Settings.Cluster.Kubeconfig.Length == 0 && await cloud.Clusters.FindAsync(path, context.Stop) is not null)
            Stays($"cluster {path.Name}", "others may have moved in, and its disks go with it", $"gcloud container clusters delete {path.Name} --location={path.Location} --project={Project}");
        if (Settings.Storage.Bucket is { Length: > 0 } bucket && await cloud.Buckets.FindAsync(bucket, context.Stop) is not null)
            Stays($"bucket {bucket}", "it holds what pipelines have made", $"gcloud storage rm --recursive gs://{bucket}");
    }

    // A grant says nothing of who has made it, and holds for every application of the project. Grants on a backend service went with it.
    private async Task AccessAsync(GoogleCloud cloud)
    {
        if (Settings.Iap.Members.Count == 0 || Settings.Iap.Scope == IapScope.BackendService) return;
        var web = Settings.Iap.Scope == IapScope.IapWeb;
        var policy = web ? RestPolicy.OfIapWeb(cloud.Door, (await cloud.Projects.GetAsync(Project, context.Stop)).ProjectNumber) : RestPolicy.OfProject(cloud.Door, Project);
        var read = await policy.ReadAsync(context.Stop);
        var command = web ? $"gcloud iap web remove-iam-policy-binding --project={Project}" : $"gcloud projects remove-iam-policy-binding {Project}";
        foreach (var member in IamMember.Complete(Settings.Iap.Members).Where(m => PolicyEdits.Missing(read, [new PolicyEdit(IapWork.Role, m, Remove: true)]).Count > 0))
            Stays($"access of {member} through Identity-Aware Proxy", "it may be for other applications of the project too", $"{command} --member={member} --role={IapWork.Role} --all");
    }
}
