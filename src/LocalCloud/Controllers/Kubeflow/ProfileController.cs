using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>Kubeflow's profile controller: a namespace with accounts, roles, a mesh policy and a Google identity; only while it runs.</summary>
internal sealed class ProfileController(ClusterView view, SimulationOptions simulation, GoogleWorld? world) : IController
{
    private const string Finalizer = "profile-finalizer";
    private const string Plugin = "WorkloadIdentity";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly Countdown _countdown = new(view);

    public string Name => "profile-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Profile),
        Watch.Owned(Kinds.Namespace, Kinds.Profile),
        new Watch(Kinds.ServiceAccount, OfNamespace),
        new Watch(Kinds.RoleBinding, OfNamespace),
        new Watch(Kinds.AuthorizationPolicy, OfNamespace),
        new Watch(Kinds.Deployment, change => change.Key.Name == ProfileSettings.Workload ? All() : []),
        new Watch(Kinds.CustomResourceDefinition, change => change.Key.Name.StartsWith("authorizationpolicies.", StringComparison.Ordinal) ? All() : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } profile || ProfileSettings.Read(view) is not { } settings) return default;
        if (ClusterView.IsBeingDeleted(profile))
        {
            Revoke(profile);
            Finalizers.Remove(view, Name, profile, Finalizer);
            return default;
        }

        if (_countdown.Left(ClusterView.Uid(profile), "make", simulation.Delays.Operator) is { } wait) return new(wait);
        return new(Make(WithDefaults(Finalizers.Add(view, Name, profile, Finalizer), settings), settings));
    }

    private TimeSpan? Make(JsonObject profile, ProfileSettings settings)
    {
        var objects = new ProfileObjects(profile, settings);
        if (ForeignNamespace(profile) is { } problem)
        {
            Fail(profile, problem);
            return null;
        }

        EnsureNamespace(objects.Namespace());
        try
        {
            foreach (var wanted in objects.Inside()) view.Ensure(Name, wanted);
        }
        catch (ApiException refusal) when (refusal.Code == 404)
        {
            Fail(profile, $"Could not create: {refusal.Message}");
            return Retry;
        }

        return Grant(profile, settings);
    }

    private TimeSpan? Grant(JsonObject profile, ProfileSettings settings)
    {
        var home = ClusterView.Name(profile);
        foreach (var account in Accounts(profile))
        {
            view.Ensure(Name, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new JsonObject { ["name"] = "default-editor", ["namespace"] = home, ["annotations"] = new JsonObject { [WorkloadIdentity.Annotation] = account } },
            });
            if (world is null) continue;
            var problem = WorkloadIdentity.Bind(world, view, settings.Home, settings.ServiceAccount, account, home, "default-editor");
            if (problem is null) continue;
            Fail(profile, $"Could not apply plugin {Plugin}: {problem}");
            return Retry;
        }

        if (Conditions.Find(profile, "Failed") is not null) view.EditStatus(Name, view.Get(ClusterView.KeyOf(profile)) ?? profile, status => Conditions.Remove(status, "Failed"));
        return null;
    }

    private void Revoke(JsonObject profile)
    {
        if (world is null) return;
        foreach (var account in Accounts(profile)) WorkloadIdentity.Release(world, view, account, ClusterView.Name(profile), "default-editor");
    }

    /// <summary>A controller that was given an account adds the plugin to every profile that has none.</summary>
    private JsonObject WithDefaults(JsonObject profile, ProfileSettings settings)
    {
        if (settings.DefaultAccount is not { } account || Json.Maps(profile, "spec", "plugins").Any(plugin => Json.Text(plugin, "kind") == Plugin)) return profile;
        return view.Edit(Name, profile, copy =>
        {
            var spec = Json.Ensure(copy, "spec");
            if (spec["plugins"] is not JsonArray plugins) spec["plugins"] = plugins = [];
            plugins.Add((JsonNode)new JsonObject { ["kind"] = Plugin, ["spec"] = new JsonObject { ["gcpServiceAccount"] = account } });
        });
    }

    private void EnsureNamespace(JsonObject wanted)
    {
        if (view.Get(ClusterView.KeyOf(wanted)) is not { } live)
        {
            view.Create(Name, wanted);
            return;
        }

        // Labels that are there keep their values: people set their own.
        view.Edit(Name, live, copy =>
        {
            var labels = Json.Ensure(Json.Ensure(copy, "metadata"), "labels");
            foreach (var (name, value) in Json.TextMap(wanted, "metadata", "labels")) Json.Default(labels, name, value);
        });
    }

    private string? ForeignNamespace(JsonObject profile)
    {
        if (view.Get(Kinds.Namespace, "", ClusterView.Name(profile)) is not { } space) return null;
        var owner = Json.Text(profile, "spec", "owner", "name");
        return ClusterView.Annotation(space, "owner") == owner ? null : $"namespace already exist, but not owned by profile creator {owner}";
    }

    /// <summary>Its conditions have a type and a message only.</summary>
    private void Fail(JsonObject profile, string message) => view.EditStatus(Name, view.Get(ClusterView.KeyOf(profile)) ?? profile, status =>
        status["conditions"] = new JsonArray(new JsonObject { ["type"] = "Failed", ["message"] = message }));

    private static IEnumerable<string> Accounts(JsonObject profile) => Json.Maps(profile, "spec", "plugins")
        .Where(plugin => Json.Text(plugin, "kind") == Plugin).Select(plugin => Json.Text(plugin, "spec", "gcpServiceAccount")).OfType<string>().Where(account => account.Length > 0);

    private static IEnumerable<ObjectKey> OfNamespace(ObjectChange change) =>
        change.OwnerUids.Count > 0 ? [new ObjectKey(Kinds.Profile, "", change.Key.Namespace)] : [];

    private IEnumerable<ObjectKey> All() => view.List(Kinds.Profile).Select(ClusterView.KeyOf);
}
