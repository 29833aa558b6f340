namespace KfPipelineTasks.Settings;

/// <summary>What the API server does about fields it does not know.</summary>
public enum FieldValidation
{
    Strict,
    Warn,
    Ignore,
}
