using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Api;

/// <summary>What a kind adds to the common way of a write.</summary>
internal interface IKindRules
{
    /// <summary>Resets what only the server may set, on a new object.</summary>
    void PrepareCreate(JsonObject document);

    /// <summary>Takes over from the stored object what this write may not change.</summary>
    void PrepareUpdate(JsonObject document, JsonObject before, string subresource);

    /// <summary>Fills in what the client left open, and drops what the server does not keep.</summary>
    void Default(JsonObject document);

    /// <summary>Adds a cause for everything that is wrong.</summary>
    void Validate(JsonObject document, JsonObject? before, List<StatusCause> causes);

    /// <summary>Gives out addresses and ports, once everything else is right.</summary>
    void Allocate(JsonObject document, JsonObject? before);
}
