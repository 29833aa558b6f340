namespace KfPipelineTasks.Gcp.Storage;

/// <summary>With it, policies alone decide; without it, every object has a list of its own.</summary>
public sealed record UniformAccess(bool? Enabled);
