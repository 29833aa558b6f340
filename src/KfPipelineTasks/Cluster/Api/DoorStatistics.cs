namespace KfPipelineTasks.Cluster.Api;

/// <summary>What went through the door.</summary>
/// <param name="Requests">Attempts sent, repeated ones included; watches count once.</param>
/// <param name="Writes">Attempts that could change something (dry runs not counted).</param>
/// <param name="Refused">Writes the server answered with a status of 400 or above.</param>
/// <param name="Repeated">Attempts that repeated one before.</param>
public sealed record DoorStatistics(int Requests, int Writes, int Refused, int Repeated);
