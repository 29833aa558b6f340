using System.Text.Json;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>An answer with a status below 400.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Bytes">Body as sent.</param>
public sealed record KubeResponse(int Status, ReadOnlyMemory<byte> Bytes)
{
    private JsonElement? _body;

    /// <summary>Body as JSON.</summary>
    public JsonElement Body => _body ??= Json.Parse(Bytes.Span);
}
