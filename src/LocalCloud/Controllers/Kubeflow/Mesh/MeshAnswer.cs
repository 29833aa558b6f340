using System.Text.Json.Nodes;

namespace LocalCloud.Controllers.Kubeflow.Mesh;

/// <summary>An answer.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="ContentType">Type of the body.</param>
/// <param name="Body">The body.</param>
internal sealed record MeshAnswer(int Code, string ContentType, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static MeshAnswer Json(int code, JsonNode body) => new(code, "application/json", Kube.Documents.Json.ToText(body));

    public static MeshAnswer Text(int code, string text) => new(code, "text/plain", text);

    /// <summary>What Istio's proxy says when no policy lets a request in.</summary>
    public static MeshAnswer Denied { get; } = Text(403, "RBAC: access denied");

    /// <summary>What it says when nobody is behind a Service.</summary>
    public static MeshAnswer NoUpstream { get; } = Text(503, "no healthy upstream");
}
