using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ConfigController;

/// <summary>Makes the management cluster and gives its identity what it needs.</summary>
public sealed class ManagementWork(GoogleCloud cloud)
{
    /// <summary>Looks; nothing is written.</summary>
    /// <exception cref="UsageException">Config Controller is not offered there.</exception>
    public async Task<Plan> PlanAsync(ManagementWish wish, CancellationToken cancellation)
    {
        if (!ConfigControllerRegions.All.Contains(wish.Location))
            throw new UsageException($"management.location: Config Controller is not offered in '{wish.Location}'.{Nearest.Hint(wish.Location, ConfigControllerRegions.All)}", $"Use one of: {string.Join(", ", ConfigControllerRegions.All)}.");
        var found = await cloud.ConfigControllers.FindAsync(wish.Project, wish.Location, wish.Name, cancellation);
        var change = found?.State switch
        {
            null => new Change(Subject(wish), Outcome.Created, $"Config Controller in {wish.Location}; takes about a quarter of an hour"),
            "RUNNING" => new Change(Subject(wish), Outcome.Unchanged),
            "CREATING" or "UPDATING" => new Change(Subject(wish), Outcome.Configured, $"it is {found.State}: waited for"),
            var state => new Change(Subject(wish), Outcome.Blocked, $"it is {state}"),
        };
        var identity = await IdentityAsync(wish, cancellation);
        var changes = new List<Change> { change };
        foreach (var (policy, edits) in Grants(wish, identity)) changes.AddRange(await PolicyWork.PlanAsync(policy, edits, cancellation));
        return new Plan($"Management cluster {wish.Name}", changes);
    }

    /// <summary>The GKE cluster behind an instance: <c>projects/P/locations/L/clusters/krmapihost-N</c>.</summary>
    public static ClusterPath ClusterOf(string project, string location, string name) => new(project, location, $"krmapihost-{name}");

    /// <summary>Does what the plan says.</summary>
    public async Task ActAsync(ManagementWish wish, Plan plan, CancellationToken cancellation)
    {
        if (plan.Changes[0].Outcome == Outcome.Created) await cloud.ConfigControllers.CreateAsync(wish.Project, wish.Location, wish.Name, cloud.Deadline, cloud.Output, cancellation);
        await cloud.ConfigControllers.AwaitRunningAsync(wish.Project, wish.Location, wish.Name, cloud.Deadline, cloud.Output, cancellation);
        foreach (var (policy, edits) in Grants(wish, await IdentityAsync(wish, cancellation))) await cloud.Policies.EnsureAsync(policy, edits, cancellation);
    }

    /// <summary>The identity that the instance works as: a service agent named after the project's number.</summary>
    public async Task<string> IdentityAsync(ManagementWish wish, CancellationToken cancellation) =>
        $"service-{(await cloud.Projects.GetAsync(wish.Project, cancellation)).ProjectNumber}@gcp-sa-yakima.iam.gserviceaccount.com";

    // It makes one service account in its own project and hands that one its roles in the other; nothing else.
    private IEnumerable<(IPolicy Policy, IReadOnlyList<PolicyEdit> Edits)> Grants(ManagementWish wish, string identity)
    {
        var member = $"serviceAccount:{identity}";
        if (wish.OwnerRole)
        {
            yield return (RestPolicy.OfProject(cloud.Door, wish.Project), [new PolicyEdit("roles/owner", member)]);
            yield break;
        }

        PolicyEdit accounts = new("roles/iam.serviceAccountAdmin", member), policies = new("roles/resourcemanager.projectIamAdmin", member);
        if (wish.Project == wish.TargetProject)
        {
            yield return (RestPolicy.OfProject(cloud.Door, wish.Project), [accounts, policies]);
            yield break;
        }

        yield return (RestPolicy.OfProject(cloud.Door, wish.Project), [accounts]);
        yield return (RestPolicy.OfProject(cloud.Door, wish.TargetProject), [policies]);
    }

    private static string Subject(ManagementWish wish) => $"management cluster {wish.Name}";
}
