namespace KfPipelineTasks.Model;

/// <summary>A set of objects and what each waits for. Nodes stand in a deterministic order in which every need of the set comes first.</summary>
/// <param name="Nodes">Every object once.</param>
/// <param name="Notes">Cycles that were broken, and how ("A waits for B because ...").</param>
/// <param name="Problems">What no order can solve; empty for a set that can be applied.</param>
public sealed record ApplyGraph(IReadOnlyList<ApplyNode> Nodes, IReadOnlyList<string> Notes, IReadOnlyList<Problem> Problems);
