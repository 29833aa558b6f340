using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What was found before anything is sent.</summary>
/// <param name="Inventory">The memory of the set; null without one.</param>
/// <param name="Left">Members that left the set, with the reason for which they stay, or null.</param>
internal sealed record Look(TargetMaker Maker, IReadOnlyList<Target> Targets, Inventory? Inventory, IReadOnlyList<(Resource Live, string? Stays)> Left);
