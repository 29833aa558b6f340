namespace KfPipelineTasks.Settings;

/// <summary>How early a GKE cluster gets new releases of Kubernetes.</summary>
public enum ReleaseChannel
{
    Stable,
    Regular,
    Rapid,
    Extended,
}
