using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>What a write left behind.</summary>
/// <param name="Code">201 when the object was created, 200 otherwise.</param>
/// <param name="Bytes">The object as clients get it.</param>
/// <param name="Changed">Something was stored.</param>
public sealed record WriteResult(int Code, byte[] Bytes, bool Changed)
{
    /// <summary>A tree of its own for the caller.</summary>
    public JsonObject Parse() => JsonReading.ParseObject(Bytes);
}
