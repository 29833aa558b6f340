using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Objects as of one moment of the cluster.</summary>
/// <param name="ResourceVersion">That moment; a watch can go on from it.</param>
public sealed record ObjectList(IReadOnlyList<Resource> Items, string ResourceVersion);
