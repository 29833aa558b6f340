using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>How a set is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Objects that hold data and go all the same, as <c>Kind.group namespace/name</c>.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];

    /// <summary>Namespace of namespaced objects that name none.</summary>
    public string? DefaultNamespace { get; init; }

    /// <summary>How long one object may take to go before its finalizers are reported.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often to say what is left.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Component of the package an object belongs to; null when nobody knows.</summary>
    public Func<Resource, string?>? ComponentOf { get; init; }

    internal TimeSpan LookFirst { get; init; } = TimeSpan.FromMilliseconds(50);

    internal TimeSpan LookMost { get; init; } = TimeSpan.FromSeconds(2);
}
