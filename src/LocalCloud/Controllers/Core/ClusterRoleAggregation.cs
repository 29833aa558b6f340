using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Puts the rules of an aggregated ClusterRole together from the roles its selectors choose.</summary>
internal sealed class ClusterRoleAggregation(ClusterView view) : IController
{
    private readonly SortedSet<string> _aggregated = new(StringComparer.Ordinal);

    public string Name => "clusterrole-aggregation-controller";

    public IEnumerable<Watch> Watches => [new Watch(Kinds.ClusterRole, change => _aggregated.Select(Key).Append(change.Key).ToList())];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var role = view.Get(key);
        var selectors = Json.Maps(role, "aggregationRule", "clusterRoleSelectors").ToList();
        if (role is null || selectors.Count == 0)
        {
            _aggregated.Remove(key.Name);
            return default;
        }

        _aggregated.Add(key.Name);
        var rules = new JsonArray();
        foreach (var part in view.List(Kinds.ClusterRole).Where(part => ClusterView.Name(part) != key.Name && selectors.Any(selector => Selectors.Matches(selector, Selectors.LabelsOf(part)))))
            AddMissing(rules, Json.Maps(part, "rules"));
        if (Json.Same(role["rules"] ?? new JsonArray(), rules)) return default;
        view.Apply(Name, new JsonObject
        {
            ["apiVersion"] = Json.Text(role, "apiVersion"),
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = key.Name },
            ["rules"] = rules,
        });
        return default;
    }

    private static void AddMissing(JsonArray rules, IEnumerable<JsonObject> more)
    {
        foreach (var rule in more)
        {
            if (!rules.Any(known => Json.Same(known, rule))) rules.Add(rule.DeepClone());
        }
    }

    private static ObjectKey Key(string name) => new(Kinds.ClusterRole, "", name);
}
