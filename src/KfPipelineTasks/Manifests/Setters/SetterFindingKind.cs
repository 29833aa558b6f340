namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What kind of thing stands in the way of setting a field.</summary>
public enum SetterFindingKind
{
    /// <summary>A comment names setters, and none of them was given a value.</summary>
    UnknownSetter,

    /// <summary>A value was given for a setter that no comment names.</summary>
    UnusedValue,

    /// <summary>A comment has a value for one of its setters but not for another, which the current text does not tell either.</summary>
    MissingValue,

    /// <summary>A comment that is meant as a setter comment and is none: kpt passes over it in silence.</summary>
    NearMiss,

    /// <summary>A setter comment where there is no value that could be set.</summary>
    Misplaced,

    /// <summary>Text that looks like a setter comment but is part of a string.</summary>
    InsideText,

    /// <summary>A <c>&lt;placeholder&gt;</c> is left in a field or was given as a value.</summary>
    Placeholder,

    /// <summary>A value that the field cannot take.</summary>
    BadValue,

    /// <summary>The file is no YAML, or exceeds a limit.</summary>
    Invalid,

    /// <summary>The edited text does not read back as intended; nothing of the file is used.</summary>
    Unverified,

    /// <summary>A path that cannot or must not be read.</summary>
    Refused,
}
