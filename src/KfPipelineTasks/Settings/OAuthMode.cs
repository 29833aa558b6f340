namespace KfPipelineTasks.Settings;

/// <summary>Whose OAuth client Identity-Aware Proxy uses.</summary>
public enum OAuthMode
{
    /// <summary>A client made in the console; its id and secret are settings.</summary>
    Custom,
    /// <summary>Google's own client; needs a project that belongs to an organisation.</summary>
    GoogleManaged,
}
