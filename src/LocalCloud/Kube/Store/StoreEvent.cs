namespace LocalCloud.Kube.Store;

/// <summary>Something happened to an object.</summary>
/// <param name="Type">What.</param>
/// <param name="Object">The object afterwards; for a deletion its last state with the version of the deletion.</param>
/// <param name="Previous">The object before; null when it was added.</param>
public sealed record StoreEvent(StoreEventType Type, StoredObject Object, StoredObject? Previous);
