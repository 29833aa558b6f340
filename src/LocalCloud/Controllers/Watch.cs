using System.Text.Json.Nodes;

namespace LocalCloud.Controllers;

/// <summary>A kind whose changes matter to a controller, and the objects that they wake.</summary>
/// <param name="Kind">The kind; null means every kind.</param>
/// <param name="Wakes">From the changed object to the objects to look at.</param>
internal sealed record Watch(GroupKind? Kind, Func<ObjectChange, IEnumerable<ObjectKey>> Wakes)
{
    /// <summary>A change wakes the object itself.</summary>
    public static Watch Own(GroupKind kind) => new(kind, static change => [change.Key]);

    /// <summary>A change wakes the controller of that kind named in <c>ownerReferences</c>.</summary>
    public static Watch Owned(GroupKind kind, GroupKind by) => new(kind, change =>
        change.OwnerUids.Count > 0 && Owner.Of(change.Document) is { } owner && owner.Kind == by ? [new ObjectKey(by, change.Key.Namespace, owner.Name)] : []);

    /// <summary>A change wakes whatever the function names.</summary>
    public static Watch Mapped(GroupKind kind, Func<JsonObject, IEnumerable<ObjectKey>> wakes) => new(kind, change => wakes(change.Document));
}
