using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Apply;

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    /// <summary>The owners an object names; null when what it says cannot be read.</summary>
    public static List<FieldOwner>? TryRead(JsonObject document)
    {
        var owners = new List<FieldOwner>();
        foreach (var entry in Json.Maps(document, "metadata", "managedFields"))
        {
            if (Json.Text(entry, "operation") is not (FieldOwner.ApplyOperation or FieldOwner.UpdateOperation) || Json.Map(entry, "fieldsV1") is not { } fields) return null;
            try
            {
                owners.Add(new(
                    Json.Text(entry, "manager") ?? "", Json.Text(entry, "operation")!, Json.Text(entry, "apiVersion") ?? "",
                    Json.Text(entry, "subresource") ?? "", Json.Text(entry, "time"), FieldSet.FromJson(fields)));
            }
            catch (Exception error) when (error is FormatException or System.Text.Json.JsonException)
            {
                return null;
            }
        }
        return owners;
    }

    /// <summary>The way to drop all ownership: a list with one empty entry.</summary>
    public static bool IsReset(JsonObject document) =>
        Json.List(document, "metadata", "managedFields") is [JsonObject { Count: 0 }];

    public static void Write(JsonObject document, IReadOnlyCollection<FieldOwner> owners)
    {
        var metadata = Json.Ensure(document, "metadata");
        metadata.Remove("managedFields");
        if (owners.Count == 0) return;
        var list = new JsonArray();
        foreach (var owner in Sorted(owners)) list.Add(ToJson(owner));
        metadata["managedFields"] = list;
    }

    private static IEnumerable<FieldOwner> Sorted(IEnumerable<FieldOwner> owners) => owners
        .OrderBy(owner => owner.Operation, StringComparer.Ordinal)
        .ThenBy(owner => owner.Time ?? "", StringComparer.Ordinal)
        .ThenBy(owner => owner.Manager, StringComparer.Ordinal)
        .ThenBy(owner => owner.ApiVersion, StringComparer.Ordinal)
        .ThenBy(owner => owner.Subresource, StringComparer.Ordinal);

    private static JsonObject ToJson(FieldOwner owner)
    {
        var entry = new JsonObject { ["manager"] = owner.Manager, ["operation"] = owner.Operation, ["apiVersion"] = owner.ApiVersion };
        if (owner.Time is not null) entry["time"] = owner.Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = owner.Fields.ToJson();
        if (owner.Subresource.Length > 0) entry["subresource"] = owner.Subresource;
        return entry;
    }
}
