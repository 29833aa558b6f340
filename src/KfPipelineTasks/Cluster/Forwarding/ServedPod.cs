namespace KfPipelineTasks.Cluster.Forwarding;

/// <summary>A ready Pod behind a Service, and the port on which it serves.</summary>
/// <param name="Namespace">Namespace of the Pod.</param>
/// <param name="Name">Name of the Pod.</param>
/// <param name="Port">Number of the container's port.</param>
/// <param name="Labels">Labels of the Pod: those by which policies choose.</param>
public sealed record ServedPod(string Namespace, string Name, int Port, IReadOnlyDictionary<string, string> Labels);
