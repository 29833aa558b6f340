namespace LocalCloud.Controllers.Pods;

/// <summary>Gives out addresses of 10.8.0.0/14, each to one Pod at a time.</summary>
internal sealed class PodAddresses
{
    private const uint First = (10u << 24) | (8u << 16) | 2;
    private const uint Last = (10u << 24) | (11u << 16) | 0xfffe;

    private readonly Dictionary<string, string> _byPod = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private uint _next = First;

    /// <summary>The Pod's address.</summary>
    /// <param name="known">The one it has, when the server was started again.</param>
    public string For(string uid, string? known)
    {
        if (_byPod.TryGetValue(uid, out var address)) return address;
        address = known is { Length: > 0 } && _taken.Add(known) ? known : Free();
        _byPod[uid] = address;
        return address;
    }

    public void Release(string uid)
    {
        if (_byPod.Remove(uid, out var address)) _taken.Remove(address);
    }

    private string Free()
    {
        while (true)
        {
            var number = _next;
            _next = number >= Last ? First : number + 1;
            var address = $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
            if ((number & 255) is not 0 and not 255 && _taken.Add(address)) return address;
        }
    }
}
