namespace LocalCloud.Controllers;

/// <summary>
/// Brings one sort of object closer to what it asks for. Level-triggered: it looks at what is there now, never at what
/// changed, so that a change seen twice or never does no harm.
/// </summary>
internal interface IController
{
    /// <summary>The name it acts under: its field manager and the component of its events.</summary>
    string Name { get; }

    /// <summary>Which changes wake which objects.</summary>
    IEnumerable<Watch> Watches { get; }

    /// <summary>Does the next thing for one object. The object may be gone.</summary>
    /// <returns>When to look again if nothing changes until then; null: not before a change.</returns>
    ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation);
}
