namespace KfPipelineTasks.Gcp.Door;

/// <summary>What went through a door.</summary>
/// <param name="Requests">Attempts, repeated ones included.</param>
/// <param name="Writes">Attempts that would change something.</param>
/// <param name="Repeated">Attempts that were not the first of their request.</param>
/// <param name="Permissions">Permissions the requests needed, in alphabetical order: what a least-privilege role must hold.</param>
public sealed record GcpStatistics(int Requests, int Writes, int Repeated, IReadOnlyList<string> Permissions);
