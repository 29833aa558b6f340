namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="Strategy">SURGE or BLUE_GREEN.</param>
public sealed record UpgradeSettings(int? MaxSurge, int? MaxUnavailable, string? Strategy, BlueGreenSettings? BlueGreenSettings = null);
