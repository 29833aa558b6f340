namespace KfPipelineTasks.Model;

/// <summary>
/// Identity of a Kubernetes object. Two ids are equal when group, kind, namespace and name are: the version is only how
/// the object is written down, and <c>v1alpha1</c> and <c>v1</c> of one custom resource are the same object.
/// </summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version without the group, such as <c>v1</c>.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">Null for cluster-scoped objects and where the manifest does not say.</param>
/// <param name="Name">Name of the object.</param>
public sealed record ResourceId(string Group, string Version, string Kind, string? Namespace, string Name)
{
    /// <summary><c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>Deployment.apps</c>, or <c>Service</c> for the core group: kubectl's way of writing it.</summary>
    public string GroupKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>Splits <c>apiVersion</c> into group and version.</summary>
    public static (string Group, string Version) SplitApiVersion(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
    }

    public bool Equals(ResourceId? other) =>
        other is not null && Group == other.Group && Kind == other.Kind && Name == other.Name && Namespace == other.Namespace;

    public override int GetHashCode() => HashCode.Combine(Group, Kind, Namespace, Name);

    public override string ToString() => Namespace is null ? $"{GroupKind} {Name}" : $"{GroupKind} {Namespace}/{Name}";
}
