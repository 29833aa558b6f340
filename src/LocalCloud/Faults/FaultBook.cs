namespace LocalCloud.Faults;

/// <summary>The faults in force. All members may be used from many requests at once.</summary>
public sealed class FaultBook
{
    private readonly Lock _gate = new();
    private readonly List<OperationFault> _operations = [];

    /// <summary>Adds an error of an operation.</summary>
    public void Add(OperationFault fault)
    {
        lock (_gate) _operations.Add(fault);
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
}
