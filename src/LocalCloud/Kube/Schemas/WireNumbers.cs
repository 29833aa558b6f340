namespace LocalCloud.Kube.Schemas;

/// <summary>Which field a Protobuf number means. Some fields sit in a message that JSON does not show.</summary>
internal sealed class WireNumbers
{
    public static readonly WireNumbers None = new();

    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, WireNumbers> _wrapped = [];

    public string? NameOf(int number) => _names.GetValueOrDefault(number);

    /// <summary>The fields inside a wrapping message, or null.</summary>
    public WireNumbers? Wrapped(int number) => _wrapped.GetValueOrDefault(number);

    public void Add(ReadOnlySpan<int> path, string name)
    {
        if (path.Length == 1)
        {
            _names[path[0]] = name;
            return;
        }
        if (!_wrapped.TryGetValue(path[0], out var inner)) _wrapped[path[0]] = inner = new WireNumbers();
        inner.Add(path[1..], name);
    }
}
