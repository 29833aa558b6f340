using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>
/// Looks at one live object and says Ready, Waiting, Failed or Unknown, and why. From general to special to convention to an
/// honest "no more is known". Never asks the network.
/// </summary>
public sealed class ReadinessBook
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, IReadinessRule> _byKind;

    /// <param name="time">For the few rules that give something a moment before calling it failed.</param>
    public ReadinessBook(TimeProvider time)
    {
        _time = time;
        _byKind = RuleBook.All.SelectMany(rule => rule.Kinds.Select(kind => (kind, rule))).ToDictionary(entry => entry.kind, entry => entry.rule);
    }

    /// <summary>Judges one object.</summary>
    /// <param name="live">The object as the API server returns it.</param>
    /// <param name="around">
    /// Live objects that can tell more: the Pods of a workload, the EndpointSlices of a webhook's Service, the namespace and
    /// service accounts a Profile makes. Without them the verdict rests on the object alone.
    /// </param>
    public Verdict Judge(Resource live, IReadOnlyList<Resource>? around = null)
    {
        var look = new LiveObject(live, _time.GetUtcNow(), around ?? []);
        return EveryKind.Judge(look)
            ?? RuleFor(live.Id)?.Judge(look)
            ?? CommonConditions.Judge(look)
            ?? Verdict.Unknown($"accepted; no readiness rule is known for {live.Id.GroupKind}");
    }

    /// <summary>True when more than the common conventions is known about a kind.</summary>
    public bool Knows(ResourceId id) => RuleFor(id) is not null;

    private IReadinessRule? RuleFor(ResourceId id)
    {
        if (_byKind.TryGetValue(id.GroupKind, out var rule)) return rule;
        for (var group = id.Group; group.Length > 0; group = group.IndexOf('.') is var dot and >= 0 ? group[(dot + 1)..] : "")
        {
            if (_byKind.TryGetValue($"*.{group}", out rule)) return rule;
        }

        return null;
    }
}
