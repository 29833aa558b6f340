namespace KfPipelineTasks.Gcp.Endpoints;

/// <param name="FileContents">Sent as base64.</param>
internal sealed record ConfigFile(string FilePath, string FileType, byte[] FileContents);
