using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
internal sealed record Owner(GroupKind Kind, string Name, string Uid, bool IsController, bool Blocks)
{
    /// <summary>All owners, in order.</summary>
    public static IEnumerable<Owner> All(JsonNode document) =>
        Json.Maps(document, "metadata", "ownerReferences").Select(Read);

    /// <summary>The managing owner, or null.</summary>
    public static Owner? Of(JsonNode document) => All(document).FirstOrDefault(owner => owner.IsController);

    /// <summary>The reference that makes an object the managing owner of another.</summary>
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = Json.Text(owner, "apiVersion"),
        ["kind"] = Json.Text(owner, "kind"),
        ["name"] = Json.Text(owner, "metadata", "name"),
        ["uid"] = Json.Text(owner, "metadata", "uid"),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static Owner Read(JsonObject reference)
    {
        var version = Json.Text(reference, "apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return new Owner(
            new GroupKind(slash < 0 ? "" : version[..slash], Json.Text(reference, "kind") ?? ""),
            Json.Text(reference, "name") ?? "",
            Json.Text(reference, "uid") ?? "",
            Json.Flag(reference, "controller") ?? false,
            Json.Flag(reference, "blockOwnerDeletion") ?? false);
    }
}
