namespace LocalCloud.Kube.Apply;

/// <summary>A field that an apply would change although another manager owns it.</summary>
internal sealed record FieldConflict(FieldOwner Owner, string Path);
