namespace KfPipelineTasks.Manifests.Policies;

/// <summary>A request inside the mesh, as Istio's authorization sees it.</summary>
/// <param name="Principal">Who sends it: <c>cluster.local/ns/NAMESPACE/sa/ACCOUNT</c>; null without mutual TLS.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Method">Method of the request.</param>
/// <param name="Headers">Headers, names in lower case.</param>
/// <param name="TokenIssuerAndSubject"><c>issuer/subject</c> of a token that was checked; null without one.</param>
public sealed record MeshRequest(string? Principal, string Path, string Method, IReadOnlyDictionary<string, string> Headers, string? TokenIssuerAndSubject = null)
{
    /// <summary>Port of the workload that it comes in by; null where it is not known, and then no rule about ports fits.</summary>
    public int? Port { get; init; }

    /// <summary>The namespace of the sender; null when it is not known.</summary>
    public string? Namespace => Principal?.Split('/') is [_, "ns", var ns, ..] ? ns : null;
}
