namespace KfPipelineTasks.Settings;

/// <summary>Which Google credentials are used.</summary>
public enum AuthMode
{
    /// <summary>Application Default Credentials.</summary>
    Adc,
    /// <summary>Workload identity federation with the identity token of the GitHub job.</summary>
    Federation,
    /// <summary>A service account key from the environment.</summary>
    Key,
    /// <summary>An access token from the environment; it is not refreshed.</summary>
    Token,
}
