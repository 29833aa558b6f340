namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>One source as the lock file has it.</summary>
/// <param name="Source">The reference as it was written.</param>
/// <param name="Folder">Where its copy is: a folder below that of the lock file.</param>
/// <param name="Entry">What refers to the source refers to this path below <paramref name="Folder"/>; empty for the folder itself.</param>
/// <param name="Commit">Commit of a git repository; null for a file.</param>
/// <param name="Digest"><c>sha256:</c> over the names and contents of all files of the folder.</param>
public sealed record VendoredSource(string Source, string Folder, string Entry, string? Commit, string Digest);
