using System.Text.Json.Nodes;
using LocalCloud.Controllers.Baseline;
using LocalCloud.Google;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>
/// Installs Config Connector: in a cluster with the add-on (a Config Controller has it, with a namespace
/// <c>config-control</c> that is set up), or where its operator was installed by hand and runs.
/// </summary>
internal sealed class ConnectorInstaller(ClusterView view, SimulationOptions simulation, GoogleWorld world) : IController
{
    private readonly Countdown _countdown = new(view);

    public string Name => Connector.Operator;

    public IEnumerable<Watch> Watches =>
    [
        new Watch(Kinds.Namespace, change => change.Key.Name == "kube-system" ? [change.Key] : []),
        new Watch(Kinds.StatefulSet, change => change.Key.Name == Connector.Operator ? [new ObjectKey(Kinds.Namespace, "", "kube-system")] : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var hasAddOn = HasAddOn();
        if (!hasAddOn && view.HomeOf(Connector.Operator) is null) return default;
        if (!hasAddOn && _countdown.Left(Name, "install", simulation.Delays.Operator) is { } wait) return new(wait);
        foreach (var document in Documents(hasAddOn)) Put(document);
        // Definitions are served a moment later; the objects of these kinds follow then.
        if (!view.IsServed(Connector.Config) || !view.IsServed(Connector.Context)) return new(TimeSpan.FromMilliseconds(100));
        if (hasAddOn) Configure();
        return default;
    }

    /// <summary>A Config Controller is known by its name, too: a rehearsal may start its cluster alone.</summary>
    private bool IsConfigController => view.Key.Name.StartsWith("krmapihost-", StringComparison.Ordinal);

    private bool HasAddOn() => IsConfigController || (world.Clusters.Find(view.Key) is { } cluster && Json.Flag(cluster.Body, "addonsConfig", "configConnectorConfig", "enabled") is true);

    /// <summary>A Config Controller acts as an agent of Google's in its own project.</summary>
    private void Configure()
    {
        Put(new JsonObject
        {
            ["apiVersion"] = "core.cnrm.cloud.google.com/v1beta1",
            ["kind"] = "ConfigConnector",
            ["metadata"] = new JsonObject { ["name"] = Connector.ConnectorName },
            ["spec"] = new JsonObject { ["mode"] = "namespaced" },
        });
        if (!IsConfigController) return;
        Put(new JsonObject
        {
            ["apiVersion"] = "core.cnrm.cloud.google.com/v1beta1",
            ["kind"] = "ConfigConnectorContext",
            ["metadata"] = new JsonObject { ["name"] = Connector.ContextName, ["namespace"] = "config-control" },
            ["spec"] = new JsonObject { ["googleServiceAccount"] = $"service-{world.Projects.Find(view.Key.Project)?.Number}@gcp-sa-yakima.iam.gserviceaccount.com" },
        });
    }

    private void Put(JsonObject document)
    {
        if (view.Get(ClusterView.KeyOf(document)) is null) view.Create(Name, document);
    }

    private IEnumerable<JsonObject> Documents(bool hasAddOn)
    {
        yield return Space(Connector.System);
        yield return Space(Connector.OperatorNamespace);
        yield return CompactDefinition.Of(Connector.Config.Group, Connector.Config.Kind, "configconnectors", false, ["v1beta1"], [], ("Age", ".metadata.creationTimestamp", "date"), ("Healthy", ".status.healthy", "boolean"));
        yield return CompactDefinition.Of(Connector.Context.Group, Connector.Context.Kind, "configconnectorcontexts", true, ["v1beta1"], [], ("Age", ".metadata.creationTimestamp", "date"), ("Healthy", ".status.healthy", "boolean"));
        foreach (var kind in ConnectorKind.All) yield return kind.Definition();
        yield return Role("cnrm-viewer", ["get", "list", "watch"]);
        yield return Role("cnrm-admin", ["*"]);
        if (!hasAddOn) yield break;
        yield return Workload(Connector.OperatorNamespace, Connector.Operator);
        if (IsConfigController) yield return Space("config-control", view.Key.Project);
    }

    private static JsonObject Space(string name, string? project = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (project is not null) metadata["annotations"] = new JsonObject { [Connector.ProjectAnnotation] = project };
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
    }

    private static JsonObject Role(string name, string[] verbs) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRole",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["rules"] = new JsonArray(new JsonObject
        {
            ["apiGroups"] = Json.ListOf(ConnectorKind.All.Select(kind => kind.Service + ConnectorKind.GroupSuffix).Append(Connector.Context.Group).Distinct()),
            ["resources"] = new JsonArray("*"),
            ["verbs"] = Json.ListOf(verbs),
        }),
    };

    /// <summary>A workload of Config Connector's own: one Pod that asks for little.</summary>
    internal static JsonObject Workload(string home, string name, string? account = null, JsonObject? labels = null)
    {
        labels ??= new JsonObject { ["cnrm.cloud.google.com/component"] = name };
        labels["cnrm.cloud.google.com/system"] = "true";
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "StatefulSet",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = home, ["labels"] = labels.DeepClone() },
            ["spec"] = new JsonObject
            {
                ["serviceName"] = name,
                ["replicas"] = 1L,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                    ["spec"] = new JsonObject
                    {
                        ["serviceAccountName"] = account ?? "default",
                        ["containers"] = new JsonArray(new JsonObject { ["name"] = "manager", ["image"] = "gcr.io/gke-release/cnrm/controller:1.133.0", ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/ready", ["port"] = 23232L } } }),
                    },
                },
            },
        };
    }
}
