namespace KfPipelineTasks.Gcp.Preflight;

/// <param name="Setting">The setting that names the place.</param>
/// <param name="Place">Region or zone.</param>
public sealed record PlaceNeed(string Setting, string Place);
