namespace LocalCloud.Google.Http;

/// <summary>
/// A path of a discovery document: <c>v1/projects/{project}/zones/{zone}</c>, with an optional custom verb at the end
/// (<c>{project}:getIamPolicy</c>). <c>{name*}</c> takes one or more segments and is allowed once, as the last variable.
/// </summary>
internal sealed class PathTemplate
{
    private readonly string[] _segments;
    private readonly string? _verb;
    private readonly int _greedy;

    public PathTemplate(string text)
    {
        Text = text;
        var colon = text.LastIndexOf(':');
        _verb = colon > text.LastIndexOf('/') ? text[(colon + 1)..] : null;
        _segments = (_verb is null ? text : text[..colon]).Split('/');
        _greedy = Array.FindIndex(_segments, segment => segment.EndsWith("*}", StringComparison.Ordinal));
    }

    public string Text { get; }

    /// <summary>The variables of the path, or null when it is another path.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        if (!CutVerb(ref path)) return null;
        var parts = path.Split('/');
        if (_greedy < 0 ? parts.Length != _segments.Length : parts.Length < _segments.Length) return null;

        var values = new Dictionary<string, string>();
        var extra = parts.Length - _segments.Length;
        for (int at = 0, part = 0; at < _segments.Length; at++, part++)
        {
            var taken = at == _greedy ? extra : 0;
            if (!Take(_segments[at], string.Join('/', parts, part, taken + 1), values)) return null;
            part += taken;
        }

        return values;
    }

    private bool CutVerb(ref string path)
    {
        var colon = path.LastIndexOf(':');
        if (colon < path.LastIndexOf('/')) colon = -1;
        if (_verb is null) return colon < 0;
        if (colon < 0 || path[(colon + 1)..] != _verb) return false;
        path = path[..colon];
        return true;
    }

    private static bool Take(string segment, string part, Dictionary<string, string> values)
    {
        if (!segment.StartsWith('{')) return segment == part;
        values[segment.Trim('{', '}', '*')] = part;
        return part.Length > 0;
    }
}
