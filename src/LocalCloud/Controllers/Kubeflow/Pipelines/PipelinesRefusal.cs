using System.Text.Json.Nodes;
using LocalCloud.Controllers.Kubeflow.Mesh;

namespace LocalCloud.Controllers.Kubeflow.Pipelines;

/// <summary>An error of the API: an HTTP status, a gRPC code and a message.</summary>
internal sealed class PipelinesRefusal(int status, int code, string message) : Exception(message)
{
    public MeshAnswer ToAnswer() => MeshAnswer.Json(status, new JsonObject
    {
        ["error"] = Message,
        ["code"] = code,
        ["message"] = Message,
        ["details"] = new JsonArray(),
    });
}
