namespace LocalCloud.Controllers.Kubeflow.Mesh;

/// <summary>A request inside the mesh.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Headers">Headers, by lower-case name.</param>
internal sealed record MeshCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The query, by name.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as text; empty when there is none.</summary>
    public string Body { get; init; } = "";

    /// <summary>Port of the workload that the call comes in by; null where it is not known.</summary>
    public long? Port { get; init; }

    /// <summary>Who the caller is by its certificate: <c>cluster.local/ns/N/sa/S</c>; null outside the mesh.</summary>
    public string? Principal { get; init; }

    /// <summary>Who the caller is by a token that the mesh has checked: <c>issuer/subject</c>.</summary>
    public string? RequestPrincipal { get; init; }

    /// <summary>Namespace of the caller.</summary>
    public string? SourceNamespace => Principal?.Split('/') is ["cluster.local", "ns", var space, ..] ? space : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>The same with a header set, or taken out.</summary>
    public MeshCall With(string name, string? value)
    {
        var headers = new Dictionary<string, string>(Headers, StringComparer.Ordinal);
        if (value is null) headers.Remove(name.ToLowerInvariant());
        else headers[name.ToLowerInvariant()] = value;
        return this with { Headers = headers };
    }

    /// <summary>As a Pod with this service account would send it.</summary>
    public static string PrincipalOf(string inNamespace, string account) => $"cluster.local/ns/{inNamespace}/sa/{account}";
}
