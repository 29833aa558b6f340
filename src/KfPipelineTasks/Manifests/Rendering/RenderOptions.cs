namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>How to render.</summary>
public sealed record RenderOptions
{
    /// <summary>Folder in which rendered components are kept, by a hash of everything that went in. Null: nothing is kept.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How many components are rendered at a time. Default: one per processor.</summary>
    public int AtATime { get; init; } = Environment.ProcessorCount;

    /// <summary>Folders to look for <c>kustomize</c> and <c>kubectl</c> in, as <c>PATH</c> lists them. Default: <c>PATH</c>.</summary>
    public string SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>The clock by which what is kept grows old.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
