using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Built-in kinds: each has its own defaults, checks and first status.</summary>
internal sealed class BuiltInRules(ResourceInfo resource, KubeCluster cluster) : IKindRules
{
    public void PrepareCreate(JsonObject document)
    {
        if (resource.HasStatus) document.Remove("status");
        FirstStatus.Set(resource, document);
    }

    public void PrepareUpdate(JsonObject document, JsonObject before, string subresource) => KeptFields.Restore(resource, document, before);

    public void Default(JsonObject document)
    {
        Strictness.DropUnknown(document, resource.Type);
        Normalization.Apply(resource, document);
        Defaults.Apply(resource, document);
    }

    public void Validate(JsonObject document, JsonObject? before, List<StatusCause> causes) => Validation.Check(resource, document, before, causes);

    public void Allocate(JsonObject document, JsonObject? before)
    {
        if (resource.GroupResource == "services") cluster.Addresses.Allocate(document, before);
    }
}
