using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Scenarios;

/// <summary>Builds a scenario into a world.</summary>
/// <param name="world">A world without projects.</param>
/// <param name="apply">Puts manifests into a cluster that runs; what it takes for what already runs there.</param>
public sealed class ScenarioBuilder(GoogleWorld world, Func<ClusterKey, IReadOnlyList<string>, CancellationToken, Task> apply)
{
    /// <summary>Builds everything: afterwards it is as if it had been there for long.</summary>
    /// <exception cref="ScenarioException">The scenario asks for something the cloud refuses.</exception>
    public async Task BuildAsync(Scenario scenario, CancellationToken cancellation)
    {
        foreach (var (token, email) in scenario.RefreshTokens) world.OAuth.AddRefreshToken(token, email);
        foreach (var project in scenario.Projects) await BuildAsync(project, cancellation);

        // Only from now on: what the scenario made has been known for long, and nothing of it goes wrong.
        Configure(scenario);
    }

    /// <summary>Takes over how the cloud behaves, and builds nothing: for a world that was read back from its journal.</summary>
    public void Configure(Scenario scenario)
    {
        world.Options.Durations = scenario.Durations ?? world.Options.Durations;
        world.BecomeConsistent(scenario.Consistency ?? world.Options.Consistency);
        world.Clusters.UnreachableZones.UnionWith(scenario.UnreachableZones);
        world.Buckets.TakenNames.UnionWith(scenario.TakenBuckets);
        scenario.Faults(world.Options.Faults);
    }

    private async Task BuildAsync(ProjectScenario wanted, CancellationToken cancellation)
    {
        var project = wanted.Project;
        try
        {
            // What is forbidden now may be older than the ban: constraints come last.
            world.Projects.Put(project with { Constraints = [] });
            foreach (var service in wanted.Services) world.Services.Enable(project.Id, service);
            foreach (var (name, permissions) in wanted.Roles) world.Roles.Add($"projects/{project.Id}/roles/{name}", permissions);
            world.ServiceAccounts.Ensure(project.Id, project.DefaultComputeAccount, "Compute Engine default service account");
            foreach (var account in wanted.ServiceAccounts) Build(project, account);
            foreach (var provider in wanted.IdentityProviders) world.Exchange.Put(provider);
            world.Policies.Set(project.Resource, wanted.Policy, etag: null);
            foreach (var address in wanted.Addresses) world.Addresses.Ensure(project.Id, "global", address);
            foreach (var (name, location) in wanted.Buckets) world.Buckets.Create(project.Id, new JsonObject { ["name"] = name }.With("location", location));
            foreach (var service in wanted.BackendServices) Build(project, service);
            foreach (var cluster in wanted.Clusters) await BuildAsync(project, cluster, cancellation);
            foreach (var controller in wanted.ConfigControllers) await BuildAsync(project, controller, cancellation);
            world.Projects.Put(project);
        }
        catch (GoogleException refusal)
        {
            throw new ScenarioException([$"Project {project.Id}: {refusal.Message}"]);
        }
    }

    private void Build(Project project, AccountScenario wanted)
    {
        var account = world.ServiceAccounts.Create(project.Id, wanted.Id, wanted.DisplayName);
        for (var number = 0; number < wanted.Keys; number++) world.Keys.Create(account.Email, world.Options.BaseAddress);
        if (wanted.Disabled) world.ServiceAccounts.SetDisabled(account.Email, disabled: true);
        if (wanted.Policy.Count > 0) world.Policies.Set(account.Name, wanted.Policy, etag: null);
    }

    private void Build(Project project, BackendServiceScenario wanted)
    {
        world.BackendServices.Ensure(project.Id, wanted.Name, id: wanted.Id);
        world.BackendServices.SetHealth(project.Id, wanted.Name, wanted.Health);
    }

    private async Task BuildAsync(Project project, ClusterScenario wanted, CancellationToken cancellation)
    {
        await world.Clusters.AddRunningAsync(project, wanted.Location, wanted.Request, cancellation);
        await ApplyAsync(new ClusterKey(project.Id, wanted.Location, wanted.Request.Text("name")!), wanted.Objects, cancellation);
    }

    private async Task BuildAsync(Project project, ConfigControllerScenario wanted, CancellationToken cancellation)
    {
        var management = new JsonObject
        {
            [wanted.Autopilot ? "fullManagementConfig" : "standardManagementConfig"] = wanted.Autopilot ? new JsonObject() : new JsonObject { ["masterIpv4CidrBlock"] = "172.16.0.128/28" },
        };
        var request = new JsonObject { ["bundlesConfig"] = new JsonObject { ["configControllerConfig"] = new JsonObject { ["enabled"] = true } }, ["managementConfig"] = management };
        await world.ConfigControllers.AddRunningAsync(project, wanted.Location, wanted.Name, request, cancellation);
        await ApplyAsync(world.ConfigControllers.Get(project.Id, wanted.Location, wanted.Name).Cluster, wanted.Objects, cancellation);
    }

    private Task ApplyAsync(ClusterKey cluster, IReadOnlyList<string> objects, CancellationToken cancellation) =>
        objects.Count == 0 ? Task.CompletedTask : apply(cluster, objects, cancellation);
}
