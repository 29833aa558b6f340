namespace KfPipelineTasks.Settings;

/// <summary>What happens to the type of a value that a setter changes.</summary>
public enum SetterTyping
{
    /// <summary>A string stays a string: it is quoted where its new text would read as something else.</summary>
    Keep,
    /// <summary>As kpt does it: the new text decides.</summary>
    Kpt,
}
