using System.Text.Json.Nodes;

namespace LocalCloud.Controllers;

/// <summary>An object that came, changed or went. The document is only read when somebody asks for it: most changes concern nobody.</summary>
internal sealed class ObjectChange(ObjectKey key, string uid, IReadOnlyList<string> ownerUids, bool isGone, bool isBeingDeleted, Func<JsonObject> read)
{
    private JsonObject? _document;

    public ObjectKey Key { get; } = key;

    public string Uid { get; } = uid;

    public IReadOnlyList<string> OwnerUids { get; } = ownerUids;

    /// <summary>The object is no longer there; the document is its last state.</summary>
    public bool IsGone { get; } = isGone;

    /// <summary>The object has a deletion time and waits for something.</summary>
    public bool IsBeingDeleted { get; } = isBeingDeleted;

    public JsonObject Document => _document ??= read();
}
