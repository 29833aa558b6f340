namespace KfPipelineTasks.Settings;

/// <summary>Whether the dashboard makes a profile for whoever signs in for the first time.</summary>
public enum RegistrationFlow
{
    /// <summary>As the package says: Google's distribution does, upstream Kubeflow does not.</summary>
    AsPackaged,

    /// <summary>It does.</summary>
    True,

    /// <summary>Profiles come from EnsureProfile or an administrator alone.</summary>
    False,
}
