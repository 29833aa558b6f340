using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>What the server made of an apply.</summary>
/// <param name="Live">The object as it is now (or would be, for a dry run).</param>
/// <param name="Created">True when it did not exist.</param>
public sealed record Applied(Resource Live, bool Created);
