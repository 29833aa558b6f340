namespace LocalCloud.Kube.Schemas;

/// <summary>How the items of a list are owned: together, by value, or by key.</summary>
internal enum ListShape { Atomic, Set, Map }
