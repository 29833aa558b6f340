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
    /// <exception cref="UsageException">There is no such backend service, or more than one.</exception>
    public async Task<IPolicy> PolicyAsync(IapWish wish, CancellationToken cancellation)
    {
        if (wish.Target == IapTarget.Project) return RestPolicy.OfProject(cloud.Door, wish.Project);
        // Identity-Aware Proxy takes the number of a project only.
        var number = (await cloud.Projects.GetAsync(wish.Project, cancellation)).ProjectNumber;
        if (wish.Target == IapTarget.Web) return RestPolicy.OfIapWeb(cloud.Door, number);
        return RestPolicy.OfIapBackend(cloud.Door, number, (await BackendAsync(wish, cancellation)).Id!);
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

    private async Task<BackendService> BackendAsync(IapWish wish, CancellationToken cancellation)
    {
        var all = await cloud.Compute.BackendServicesAsync(wish.Project, cancellation);
        var fitting = all.Where(b => Mentions(b.Name, wish.BackendOf) || Mentions(b.Description, wish.BackendOf)).ToList();
        return fitting switch
        {
            [var only] => only,
            [] => throw new UsageException($"No backend service of project {wish.Project} belongs to {wish.BackendOf}.{(all.Count == 0 ? "" : $" There are: {string.Join(", ", all.Select(b => b.Name))}.")}",
                "The ingress makes it some minutes after Apply; run this after ConfigureIap, or use iap.scope: project."),
            _ => throw new UsageException($"{fitting.Count} backend services belong to {wish.BackendOf}: {string.Join(", ", fitting.Select(b => b.Name))}.", "Use iap.scope: iap-web, which holds for all of them."),
        };
    }

    private static bool Mentions(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
