using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>Objects of a list, in the order of their keys.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Version">Version of the store that the whole list shows.</param>
/// <param name="Continue">Token for the next page; empty on the last.</param>
/// <param name="Remaining">How many are left, where that is known.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Version, string Continue, long? Remaining);
