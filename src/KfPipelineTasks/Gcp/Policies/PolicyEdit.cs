namespace KfPipelineTasks.Gcp.Policies;

/// <summary>One thing that a policy shall say, or shall not.</summary>
/// <param name="Role"><c>roles/...</c>.</param>
/// <param name="Member">As IAM writes it: <c>serviceAccount:e@p.iam.gserviceaccount.com</c>.</param>
/// <param name="Condition">Null: the binding counts always. A removal takes the member out of every binding of the role, whatever its condition.</param>
/// <param name="Remove">True: the member shall not have the role.</param>
public sealed record PolicyEdit(string Role, string Member, PolicyCondition? Condition = null, bool Remove = false)
{
    public override string ToString() => $"{Role} {(Remove ? "from" : "to")} {Member}{(Condition is null ? "" : $" if {Condition.Title}")}";
}
