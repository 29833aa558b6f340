namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>What a program left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Errors);
