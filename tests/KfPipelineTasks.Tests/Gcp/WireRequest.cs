namespace KfPipelineTasks.Tests.Gcp;

/// <summary>One request on the wire.</summary>
internal sealed record WireRequest(int Index, string Method, string Path, string? Body, string? Token)
{
    /// <summary>Reading a policy and testing permissions are POSTs that change nothing.</summary>
    public bool Writes => Method != "GET" && !Path.Contains(":getIamPolicy", StringComparison.Ordinal) && !Path.Contains(":testIamPermissions", StringComparison.Ordinal)
        && !Path.Contains(":generateAccessToken", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}
