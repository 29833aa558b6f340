using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;

namespace LocalCloud.Kube.Custom;

/// <summary>Custom resources: pruned, filled in and checked by their structural schema.</summary>
internal sealed class CustomRules(ResourceInfo resource) : IKindRules
{
    private readonly JsonObject? _schema = resource.Custom!.Schema;

    public void PrepareCreate(JsonObject document)
    {
        if (resource.HasStatus) document.Remove("status");
    }

    public void PrepareUpdate(JsonObject document, JsonObject before, string subresource)
    {
        // The scope of the subresource was limited before; custom resources have nothing more to protect.
    }

    public void Default(JsonObject document)
    {
        Strictness.DropUnknown(document["metadata"], Schemas.KindTable.Struct("ObjectMeta"));
        if (_schema is null) return;
        StructuralSchema.Prune(document, _schema, isRoot: true);
        StructuralSchema.Default(document, _schema);
    }

    public void Validate(JsonObject document, JsonObject? before, List<StatusCause> causes)
    {
        if (_schema is not null) SchemaValidation.Validate(document, _schema, causes);
    }

    public void Allocate(JsonObject document, JsonObject? before)
    {
        // Nothing is given out to custom resources.
    }
}
