using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>What the profile controller makes for a Profile.</summary>
internal sealed class ProfileObjects(JsonObject profile, ProfileSettings settings)
{
    private readonly string _name = ClusterView.Name(profile);

    private string OwnerKind => Json.Text(profile, "spec", "owner", "kind") ?? "User";

    private string OwnerName => Json.Text(profile, "spec", "owner", "name") ?? "";

    /// <summary>The namespace, with the labels it should have.</summary>
    public JsonObject Namespace()
    {
        var labels = new JsonObject { ["istio-injection"] = "enabled" };
        foreach (var (name, value) in settings.Labels)
        {
            if (value.Length > 0) labels[name] = value;
            else labels.Remove(name);
        }

        var made = Of("v1", "Namespace", _name, null);
        made["metadata"]!["labels"] = labels;
        made["metadata"]!["annotations"] = new JsonObject { ["owner"] = OwnerName };
        return made;
    }

    public IEnumerable<JsonObject> Inside()
    {
        yield return Policy();
        yield return Of("v1", "ServiceAccount", "default-editor", _name);
        yield return Of("v1", "ServiceAccount", "default-viewer", _name);
        yield return Binding("default-editor", "kubeflow-edit", Account("default-editor"));
        yield return Binding("default-viewer", "kubeflow-view", Account("default-viewer"));
        yield return OwnersBinding();
        if (Json.Map(profile, "spec", "resourceQuotaSpec", "hard") is { Count: > 0 })
        {
            var quota = Of("v1", "ResourceQuota", "kf-resource-quota", _name);
            quota["spec"] = Json.Map(profile, "spec", "resourceQuotaSpec")!.DeepClone();
            yield return quota;
        }
    }

    /// <summary>Who gets into the namespace through the mesh: its owner by the gateway, itself, probes, and the notebook controller.</summary>
    private JsonObject Policy()
    {
        var policy = Of("security.istio.io/v1beta1", "AuthorizationPolicy", "ns-owner-access-istio", _name);
        policy["metadata"]!["annotations"] = new JsonObject { ["role"] = "admin", ["user"] = OwnerName };
        policy["spec"] = new JsonObject
        {
            ["action"] = "ALLOW",
            ["rules"] = new JsonArray(
                new JsonObject
                {
                    ["from"] = From("cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account", $"cluster.local/ns/{settings.Home}/sa/ml-pipeline-ui"),
                    ["when"] = When($"request.headers[{settings.UserHeader}]", settings.UserPrefix + OwnerName),
                },
                new JsonObject { ["when"] = When("source.namespace", _name) },
                new JsonObject { ["to"] = To("paths", "/healthz", "/metrics", "/wait-for-drain") },
                new JsonObject { ["from"] = From($"cluster.local/ns/{settings.Home}/sa/notebook-controller-service-account"), ["to"] = Kernels() }),
        };
        return policy;
    }

    private JsonObject OwnersBinding()
    {
        var binding = Binding("namespaceAdmin", "kubeflow-admin", new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = OwnerKind, ["name"] = OwnerName });
        binding["metadata"]!["annotations"] = new JsonObject { ["role"] = "admin", ["user"] = OwnerName };
        return binding;
    }

    private JsonObject Binding(string name, string role, JsonObject subject)
    {
        var binding = Of("rbac.authorization.k8s.io/v1", "RoleBinding", name, _name);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role };
        binding["subjects"] = new JsonArray(subject);
        return binding;
    }

    private JsonObject Account(string name) => new() { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = _name };

    private JsonObject Of(string version, string kind, string name, string? inNamespace)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (inNamespace is not null) metadata["namespace"] = inNamespace;
        metadata["ownerReferences"] = new JsonArray(Owner.Reference(profile));
        return new JsonObject { ["apiVersion"] = version, ["kind"] = kind, ["metadata"] = metadata };
    }

    private static JsonArray From(params string[] principals) => new(new JsonObject { ["source"] = new JsonObject { ["principals"] = Json.ListOf(principals) } });

    private static JsonArray When(string key, params string[] values) => new(new JsonObject { ["key"] = key, ["values"] = Json.ListOf(values) });

    private static JsonArray To(string field, params string[] values) => new(new JsonObject { ["operation"] = new JsonObject { [field] = Json.ListOf(values) } });

    private static JsonArray Kernels() => new(new JsonObject { ["operation"] = new JsonObject { ["methods"] = new JsonArray("GET"), ["paths"] = new JsonArray("*/api/kernels") } });
}
