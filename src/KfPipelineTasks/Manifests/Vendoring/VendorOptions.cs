namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>How sources are fetched.</summary>
public sealed record VendorOptions
{
    /// <summary>Folders to look for <c>git</c> in, as <c>PATH</c> lists them.</summary>
    public string SearchPath { get; init; } = "";

    /// <summary>Variables that git is given: proxies, certificates, the agent of ssh keys.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Largest file that is fetched from an address, in bytes.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;
}
