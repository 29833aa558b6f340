using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>One entry of <c>metadata.managedFields</c>: which fields a manager owns.</summary>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>: two entries of one manager name with different operations are two owners.</param>
/// <param name="Fields">The set in the FieldsV1 form: <c>f:name</c>, <c>k:{keys}</c>, <c>v:value</c>, <c>.</c> for the thing itself.</param>
internal sealed record ManagedEntry(string Manager, string Operation, string ApiVersion, string? Subresource, JsonElement Fields)
{
    public static IEnumerable<ManagedEntry> Of(Resource live) =>
        live.Body.Items("metadata", "managedFields").Select(e => new ManagedEntry(
            e.Text("manager") ?? "", e.Text("operation") ?? "", e.Text("apiVersion") ?? "", e.Text("subresource"), e.At("fieldsV1") ?? Json.EmptyObject));

    /// <summary>What a manager applied to the object itself; null when it never did.</summary>
    public static ManagedEntry? AppliedBy(Resource live, string manager) =>
        Of(live).FirstOrDefault(e => e.Manager == manager && e.Operation == "Apply" && e.Subresource is null);

    /// <summary>True when the entry owns the field at the path of names, or anything below it.</summary>
    public bool Owns(params ReadOnlySpan<string> names)
    {
        var here = Fields;
        foreach (var name in names)
        {
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty($"f:{name}", out here)) return false;
        }

        return true;
    }
}
