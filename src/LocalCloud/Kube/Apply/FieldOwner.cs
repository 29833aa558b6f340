namespace LocalCloud.Kube.Apply;

/// <summary>An entry of <c>metadata.managedFields</c>: who owns which fields, and by which operation.</summary>
/// <param name="Manager">Name of the field manager.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">Version in which the fields are named.</param>
/// <param name="Subresource">Subresource that was written through; empty for the object itself.</param>
/// <param name="Time">When the entry last changed; null when it changed nothing.</param>
/// <param name="Fields">The owned fields.</param>
internal sealed record FieldOwner(string Manager, string Operation, string ApiVersion, string Subresource, string? Time, FieldSet Fields)
{
    public const string ApplyOperation = "Apply";
    public const string UpdateOperation = "Update";

    public bool Applied => Operation == ApplyOperation;

    /// <summary>Appliers are the same in every version; updaters are told apart by version.</summary>
    public bool IsSame(FieldOwner other) =>
        Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource && (Applied || ApiVersion == other.ApiVersion);

    /// <summary>As conflict messages name it.</summary>
    public string Display()
    {
        var name = $"\"{Manager}\"";
        if (Subresource.Length > 0) name += $" with subresource \"{Subresource}\"";
        return Applied ? name : $"{name} using {ApiVersion}";
    }
}
