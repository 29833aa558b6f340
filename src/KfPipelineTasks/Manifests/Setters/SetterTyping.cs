namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What type an unquoted field has after its text was replaced.</summary>
public enum SetterTyping
{
    /// <summary>A string stays a string: it is quoted when its new text would read as a number, boolean, null or date.</summary>
    KeepStrings,

    /// <summary>kpt's way: the new text stays unquoted and takes whatever type YAML gives it; explicit tags are dropped.</summary>
    Kpt,
}
