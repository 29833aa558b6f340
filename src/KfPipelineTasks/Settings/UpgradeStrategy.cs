namespace KfPipelineTasks.Settings;

/// <summary>How GKE changes the nodes of a pool in place.</summary>
public enum UpgradeStrategy
{
    Surge,
    BlueGreen,
}
