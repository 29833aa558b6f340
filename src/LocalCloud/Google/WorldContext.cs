using LocalCloud.Google.Store;
using LocalCloud.Kube;
using LocalCloud.State;

namespace LocalCloud.Google;

/// <summary>What every part of the world stands on: the clocks, the gate for changes, the journal, what is due, and the cluster host.</summary>
internal sealed class WorldContext(GoogleOptions options, TimeProvider time, IJournal journal, IClusterHost clusterHost)
{
    private readonly List<Action> _loaders = [];

    public GoogleOptions Options => options;

    /// <summary>The simulated clock: operations, propagation, time stamps.</summary>
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    public IJournal Journal => journal;

    public IClusterHost ClusterHost => clusterHost;

    public Agenda Agenda { get; } = new(time);

    /// <summary>Held while several things change at once.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What changed before this time has been noticed everywhere: a scenario is as if it had been there for long.</summary>
    public DateTimeOffset KnownUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>True when a change has been noticed everywhere.</summary>
    /// <param name="changedAt">When it was made.</param>
    /// <param name="delay">How long that takes.</param>
    public bool IsKnown(DateTimeOffset changedAt, TimeSpan delay) => changedAt < KnownUntil || Now - changedAt >= delay;

    /// <summary>A table that is read back at start.</summary>
    public Table<T> Table<T>(string name) where T : class
    {
        var table = new Table<T>(journal, name);
        _loaders.Add(table.Load);
        return table;
    }

    public void Load() => _loaders.ForEach(load => load());
}
