namespace KfPipelineTasks.Settings;

/// <summary>Where the service mesh comes from.</summary>
public enum MeshProvider
{
    /// <summary>Istio out of the package.</summary>
    OpenSourceIstio,
    /// <summary>Managed Cloud Service Mesh.</summary>
    Managed,
    /// <summary>Somebody else installs it; it is checked only.</summary>
    External,
}
