namespace LocalCloud.Faults;

/// <summary>The faults in force. All members may be used from many requests at once.</summary>
public sealed class FaultBook
{
    private readonly Lock _gate = new();
    private readonly List<OperationFault> _operations = [];
    private readonly List<Entry> _rules = [];
    private Random _chance = new(1);

    /// <summary>The rules in force, oldest first; the first that catches a request decides.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_gate) return [.. _rules.Select(entry => entry.Rule)];
        }
    }

    /// <summary>The errors of operations in force.</summary>
    public IReadOnlyList<OperationFault> Operations
    {
        get
        {
            lock (_gate) return [.. _operations];
        }
    }

    /// <summary>Makes the throws of the dice repeatable. Default seed: 1.</summary>
    public void Seed(int seed)
    {
        // A simulator's dice: repeatable is what is wanted.
#pragma warning disable CA5394
        lock (_gate) _chance = new Random(seed);
#pragma warning restore CA5394
    }

    /// <summary>Adds a rule.</summary>
    public void Add(FaultRule rule)
    {
        if (rule.Pattern?.Any(letter => letter is not ('x' or '.')) == true)
            throw new ArgumentException($"The pattern '{rule.Pattern}' of fault '{rule.Name}' may only have the letters x (caught) and . (passes).");
        lock (_gate) _rules.Add(new Entry(rule));
    }

    /// <summary>Adds an error of an operation.</summary>
    public void Add(OperationFault fault)
    {
        lock (_gate) _operations.Add(fault);
    }

    /// <summary>Removes the rules of this name.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(string name)
    {
        lock (_gate) return _rules.RemoveAll(entry => entry.Rule.Name == name);
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _operations.Clear();
        }
    }

    /// <summary>The error an operation that begins now will end in, or null. Uses up one of its times.</summary>
    public OperationFault? TakeOperation(string type, string target)
    {
        lock (_gate)
        {
            var at = _operations.FindIndex(fault => fault.Type.IsMatch(type) && fault.Target.IsMatch(target));
            if (at < 0) return null;
            var fault = _operations[at];
            if (fault.Times is 1) _operations.RemoveAt(at);
            else if (fault.Times is { } left) _operations[at] = fault with { Times = left - 1 };
            return fault;
        }
    }

    /// <summary>True when a rule might catch the request but has to see its body to know.</summary>
    internal bool NeedsBody(string server, string method, string path)
    {
        lock (_gate) return _rules.Exists(entry => entry.Rule.Match.Body is not null && entry.Rule.Match.FitsHead(server, method, path));
    }

    /// <summary>The rule that catches a request, or null. Uses up one of its times.</summary>
    internal FaultRule? Take(string server, string method, string path, string body)
    {
        lock (_gate)
        {
            foreach (var entry in _rules)
            {
                if (!entry.Rule.Match.FitsHead(server, method, path) || entry.Rule.Match.Body?.IsMatch(body) == false) continue;
                if (!Catches(entry)) continue;
                if (entry.IsUsedUp) _rules.Remove(entry);
                return entry.Rule;
            }

            return null;
        }
    }

    private bool Catches(Entry entry)
    {
#pragma warning disable CA5394 // see Seed
        if (entry.Rule.Probability is { } chance && _chance.NextDouble() >= chance) return false;
#pragma warning restore CA5394
        var number = entry.Seen++;
        return entry.Rule.Pattern is { } pattern ? number < pattern.Length && pattern[number] == 'x' : entry.Rule.Times is not { } times || number < times;
    }

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule => rule;

        public int Seen { get; set; }

        public bool IsUsedUp => Seen >= (rule.Pattern?.Length ?? rule.Times ?? int.MaxValue);
    }
}
