namespace LocalCloud.Kube.Apply;

/// <summary>Which fields two versions of an object differ in.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed);
