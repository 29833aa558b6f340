using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Iap;

/// <summary>Lets people in through Identity-Aware Proxy. roles/owner does not contain this role: administrators need it too.</summary>
public sealed class IapWork(GoogleCloud cloud)
{
    /// <summary>The role that opens the door.</summary>
    public const string Role = "roles/iap.httpsResourceAccessor";

    /// <summary>The policy that is meant.</summary>
    /// <param name="named">Asks the Ingress for the names of its backend services; asked only where several could be meant.</param>
    /// <exception cref="UsageException">There is no such backend service, or more than one.</exception>
    public async Task<IPolicy> PolicyAsync(IapWish wish, CancellationToken cancellation, Func<Task<IReadOnlyCollection<string>>>? named = null)
    {
        if (wish.Target == IapTarget.Project) return RestPolicy.OfProject(cloud.Door, wish.Project);
        // Identity-Aware Proxy takes the number of a project only.
        var number = (await cloud.Projects.GetAsync(wish.Project, cancellation)).ProjectNumber;
        if (wish.Target == IapTarget.Web) return RestPolicy.OfIapWeb(cloud.Door, number);
        return RestPolicy.OfIapBackend(cloud.Door, number, (await BackendAsync(wish, named, cancellation)).Id!);
    }

    /// <summary>Looks; nothing is written.</summary>
    public static async Task<Plan> PlanAsync(IapWish wish, IPolicy policy, CancellationToken cancellation) =>
        new($"Access through Identity-Aware Proxy ({policy.Subject})", await PolicyWork.PlanAsync(policy, Edits(wish), cancellation));

    /// <summary>Does what the plan says and reads it back.</summary>
    /// <returns>Everybody who has the role in this policy, with the title of the condition where there is one.</returns>
    public async Task<IReadOnlyList<string>> ActAsync(IapWish wish, IPolicy policy, CancellationToken cancellation) =>
        Members(await cloud.Policies.EnsureAsync(policy, Edits(wish), cancellation));

    private static IReadOnlyList<PolicyEdit> Edits(IapWish wish) =>
    [
        .. wish.Members.Select(m => new PolicyEdit(Role, m, wish.Condition)),
        .. wish.RemovedMembers.Select(m => new PolicyEdit(Role, m, Remove: true)),
    ];

    private static IReadOnlyList<string> Members(JsonObject policy) =>
    [
        .. (policy["bindings"] as JsonArray ?? []).OfType<JsonObject>().Where(b => (string?)b["role"] == Role)
            .SelectMany(b => (b["members"] as JsonArray ?? []).Select(m => b["condition"] is JsonObject when ? $"{(string?)m} (if {(string?)when["title"]})" : (string?)m))
            .OfType<string>().Order(StringComparer.Ordinal),
    ];

    private async Task<BackendService> BackendAsync(IapWish wish, Func<Task<IReadOnlyCollection<string>>>? named, CancellationToken cancellation)
    {
        var all = await cloud.Compute.BackendServicesAsync(wish.Project, cancellation);
        var fitting = wish.BackendOf.In(all);
        // Two clusters of one project have gateways of one name: only the Ingress knows which backend is its own.
        if (fitting.Count > 1 && named is not null) fitting = (wish.BackendOf with { Named = await named() }).In(all);
        return fitting switch
        {
            [var only] => only,
            [] => throw new UsageException($"No backend service of project {wish.Project} belongs to {wish.BackendOf.Service}.{(all.Count == 0 ? "" : $" There are: {string.Join(", ", all.Select(b => b.Name))}.")}",
                "The ingress makes it some minutes after Apply; run this after ConfigureIap, or use iap.scope: project."),
            _ => throw new UsageException($"{fitting.Count} backend services belong to {wish.BackendOf.Service}: {string.Join(", ", fitting.Select(b => b.Name))}.", "Use iap.scope: iap-web, which holds for all of them."),
        };
    }
}
