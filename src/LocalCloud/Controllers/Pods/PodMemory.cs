namespace LocalCloud.Controllers.Pods;

/// <summary>What the kubelet remembers of a Pod between two looks; after a restart of the server the status has to do.</summary>
internal sealed class PodMemory
{
    /// <summary>When its containers may start.</summary>
    public DateTimeOffset? StartAt { get; set; }

    /// <summary>When an image could not be had.</summary>
    public DateTimeOffset? PulledAt { get; set; }

    /// <summary>Exact moments since which containers are in their states.</summary>
    public Dictionary<string, DateTimeOffset> Since { get; } = new(StringComparer.Ordinal);

    /// <summary>What the Pod waits for.</summary>
    public IReadOnlyList<ObjectKey> WaitsFor { get; set; } = [];
}
