namespace KfPipelineTasks.Model;

/// <summary>What happened, or in a plan would happen, to one thing: one word of a closed list.</summary>
public enum Outcome
{
    /// <summary>It is as wanted; nothing is written.</summary>
    Unchanged,
    Created,
    /// <summary>Changed in place.</summary>
    Configured,
    /// <summary>Deleted and created again, because a field cannot be changed.</summary>
    Replaced,
    /// <summary>Deleted because it is no longer in the set.</summary>
    Pruned,
    /// <summary>Deleted because deletion was asked for.</summary>
    Deleted,
    /// <summary>Left alone on purpose; the reason says why.</summary>
    Skipped,
    /// <summary>Wanted but not possible as things are; the reason says what stands in the way.</summary>
    Blocked,
    /// <summary>Cannot be known yet ("known once the cluster exists").</summary>
    Unknown,
}
