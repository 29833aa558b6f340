using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Every namespace has a service account <c>default</c>, and the CA of its cluster as <c>kube-root-ca.crt</c>.</summary>
internal sealed class ServiceAccountController(ClusterView view) : IController
{
    private const string Account = "default";
    private const string RootCa = "kube-root-ca.crt";

    public string Name => "service-account-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Namespace),
        new Watch(Kinds.ServiceAccount, change => change.Key.Name == Account ? [NamespaceOf(change)] : []),
        new Watch(Kinds.ConfigMap, change => change.Key.Name == RootCa ? [NamespaceOf(change)] : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } space || ClusterView.IsBeingDeleted(space)) return default;
        if (view.Get(Kinds.ServiceAccount, key.Name, Account) is null)
            view.Create(Name, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = Metadata(key.Name, Account) });
        if (Json.Text(view.Get(Kinds.ConfigMap, key.Name, RootCa), "data", "ca.crt") != view.CaPem)
        {
            var metadata = Metadata(key.Name, RootCa);
            metadata["annotations"] = new JsonObject
            {
                ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
            };
            view.Ensure("root-ca-certificate-publisher", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = new JsonObject { ["ca.crt"] = view.CaPem } });
        }

        return default;
    }

    private static JsonObject Metadata(string inNamespace, string name) => new() { ["name"] = name, ["namespace"] = inNamespace };

    private static ObjectKey NamespaceOf(ObjectChange change) => new(Kinds.Namespace, "", change.Key.Namespace);
}
