using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary>Publishes a host name through Cloud Endpoints, as <c>gcloud endpoints services deploy</c> would, and writes only what is not so already.</summary>
public sealed class EndpointWork(GoogleCloud cloud)
{
    private const string ControllerRole = "roles/servicemanagement.serviceController";
    private const string TraceRole = "roles/cloudtrace.agent";

    /// <summary>Looks; nothing is written.</summary>
    public async Task<EndpointState> LookAsync(EndpointWish wish, CancellationToken cancellation)
    {
        var exists = await cloud.Endpoints.ExistsAsync(wish.Host, cancellation);
        var serving = exists ? await cloud.Endpoints.ServingAsync(wish.Host, cancellation) : null;
        var enabled = exists && (await cloud.Services.EnabledAsync(wish.Project, cancellation)).Contains(wish.Host);
        var hasController = wish.Controller is { } email && await cloud.ServiceAccounts.FindAsync(wish.Project, email, cancellation) is not null;
        return new EndpointState(exists, serving?.Endpoints?.FirstOrDefault(e => e.Name == wish.Host)?.Target, enabled, hasController);
    }

    /// <summary>What would be done.</summary>
    public async Task<Plan> PlanAsync(EndpointWish wish, EndpointState state, CancellationToken cancellation)
    {
        var leads = new Change($"endpoint {wish.Host}", !state.Exists ? Outcome.Created : state.Target == wish.Address ? Outcome.Unchanged : Outcome.Configured)
        {
            Fields = state.Target == wish.Address ? [] : [new FieldChange("target", state.Target, wish.Address)],
        };
        var used = new Change($"service {wish.Host} in {wish.Project}", state.Enabled ? Outcome.Unchanged : Outcome.Created, state.Enabled ? null : "enable");
        var granted = new List<Change>();
        foreach (var (policy, edits, isThere) in Grants(wish, state))
            granted.AddRange(isThere ? await PolicyWork.PlanAsync(policy, edits, cancellation) : PolicyWork.Plan(policy.Subject, edits));
        return new Plan($"Endpoint {wish.Host}", [leads, used, .. granted]);
    }

    /// <summary>Does what is missing.</summary>
    /// <returns>What was done.</returns>
    public async Task<Plan> ActAsync(EndpointWish wish, EndpointState state, CancellationToken cancellation)
    {
        var plan = await PlanAsync(wish, state, cancellation);
        if (plan.IsEmpty) return plan;
        if (!state.Exists) await cloud.Endpoints.CreateAsync(wish.Project, wish.Host, cloud.Deadline, cloud.Output, cancellation);
        if (state.Target != wish.Address)
        {
            var config = await cloud.Endpoints.SubmitAsync(wish.Host, wish.OpenApi, cloud.Deadline, cloud.Output, cancellation);
            await cloud.Endpoints.RollOutAsync(wish.Host, config, cloud.Deadline, cloud.Output, cancellation);
        }

        if (!state.Enabled) await cloud.Services.EnableAsync(wish.Project, [wish.Host], cloud.Deadline, cloud.Output, cancellation);
        foreach (var (policy, edits, _) in Grants(wish, state)) await cloud.Policies.EnsureAsync(policy, edits, cancellation);
        return plan;
    }

    /// <summary>Says what <see cref="WithdrawAsync"/> would take back; nothing is written.</summary>
    public async Task<Plan> PlanWithdrawalAsync(string project, string host, string controller, CancellationToken cancellation)
    {
        var changes = new List<Change>();
        foreach (var (policy, edits) in await WithdrawalsAsync(project, host, controller, cancellation)) changes.AddRange(await PolicyWork.PlanAsync(policy, edits, cancellation));
        return new Plan($"Grants of endpoint {host}", changes);
    }

    /// <summary>
    /// Takes back what the account that served the endpoint was granted for it, before the account goes: afterwards nobody could name it.
    /// The endpoint stays: Google keeps the name of a deleted one for thirty days, in which it cannot be published again.
    /// </summary>
    public async Task WithdrawAsync(string project, string host, string controller, CancellationToken cancellation)
    {
        foreach (var (policy, edits) in await WithdrawalsAsync(project, host, controller, cancellation)) await cloud.Policies.EnsureAsync(policy, edits, cancellation);
    }

    private async Task<IReadOnlyList<(IPolicy Policy, IReadOnlyList<PolicyEdit> Edits)>> WithdrawalsAsync(string project, string host, string controller, CancellationToken cancellation)
    {
        var member = $"serviceAccount:{controller}";
        (IPolicy, IReadOnlyList<PolicyEdit>) ofProject = (RestPolicy.OfProject(cloud.Door, project), [new PolicyEdit(TraceRole, member, Remove: true)]);
        return await cloud.Endpoints.ExistsAsync(host, cancellation)
            ? [(RestPolicy.OfEndpoint(cloud.Door, host), [new PolicyEdit(ControllerRole, member, Remove: true)]), ofProject]
            : [ofProject];
    }

    private IEnumerable<(IPolicy Policy, IReadOnlyList<PolicyEdit> Edits, bool IsThere)> Grants(EndpointWish wish, EndpointState state)
    {
        if (!state.HasController) yield break;
        var member = $"serviceAccount:{wish.Controller}";
        yield return (RestPolicy.OfEndpoint(cloud.Door, wish.Host), [new PolicyEdit(ControllerRole, member)], state.Exists);
        yield return (RestPolicy.OfProject(cloud.Door, wish.Project), [new PolicyEdit(TraceRole, member)], true);
    }
}
