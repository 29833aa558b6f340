namespace KfPipelineTasks.Model;

/// <summary>What a look at one live object says.</summary>
public enum State
{
    /// <summary>It does its work.</summary>
    Ready,
    /// <summary>Not yet; waiting can help.</summary>
    Waiting,
    /// <summary>Not ready, and waiting does not help.</summary>
    Failed,
    /// <summary>It was accepted; no rule says more.</summary>
    Unknown,
}
