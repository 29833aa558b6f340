using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Simulation;

namespace LocalCloud.Scenarios;

/// <summary>What a cloud looks like before anything happens: read from YAML (<see cref="ScenarioFile"/>), built into a world by <see cref="ScenarioBuilder"/>.</summary>
public sealed record Scenario
{
    /// <summary>How long the cloud's work takes; null: as the options say.</summary>
    public GoogleDurations? Durations { get; init; }

    /// <summary>How late the cloud notices its own changes; null: as the options say.</summary>
    public GoogleConsistency? Consistency { get; init; }

    /// <summary>Refresh tokens and the addresses of the users behind them.</summary>
    public IReadOnlyDictionary<string, string> RefreshTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Zones that do not answer.</summary>
    public IReadOnlyList<string> UnreachableZones { get; init; } = [];

    /// <summary>Bucket names that somebody else has.</summary>
    public IReadOnlyList<string> TakenBuckets { get; init; } = [];

    public IReadOnlyList<ProjectScenario> Projects { get; init; } = [];

    /// <summary>Workloads and objects inside the clusters that are told how to behave.</summary>
    public IReadOnlyList<BehaviourRule> Behaviours { get; init; } = [];

    /// <summary>How long things take inside the clusters; null: as the options say.</summary>
    public ClusterDelays? ClusterDelays { get; init; }

    /// <summary>Adds the faults of the scenario to a book.</summary>
    public Action<FaultBook> Faults { get; init; } = _ => { };

    /// <summary>
    /// The scenario of a rehearsal without one: a project with billing that nothing has been done in yet. Its id and number
    /// are those of the built-in sample settings.
    /// </summary>
    public static Scenario Rehearsal => ScenarioFile.Parse("rehearsal.yaml", Resource("rehearsal.yaml"));

    private static string Resource(string name)
    {
        using var stream = typeof(Scenario).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
