namespace KfPipelineTasks.Settings;

/// <summary>Where a value comes from, weakest first.</summary>
public enum SettingOrigin
{
    Default,
    File,
    Environment,
    Argument,
}
