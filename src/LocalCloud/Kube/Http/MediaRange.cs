namespace LocalCloud.Kube.Http;

/// <summary>One media type of an Accept or Content-Type header, with its parameters.</summary>
internal sealed record MediaRange(string Type, IReadOnlyDictionary<string, string> Parameters)
{
    public string this[string parameter] => Parameters.GetValueOrDefault(parameter) ?? "";

    public static MediaRange Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            var pair = part.Split('=', 2);
            if (pair.Length == 2) parameters[pair[0]] = pair[1].Trim('"');
        }
        return new(parts[0].ToLowerInvariant(), parameters);
    }

    public static IEnumerable<MediaRange> ParseAll(string? header) =>
        string.IsNullOrWhiteSpace(header) ? [new("*/*", new Dictionary<string, string>(StringComparer.Ordinal))] : header.Split(',').Select(Parse);

    public bool IsJson => Type is "application/json" or "*/*" or "application/*";

    public bool IsYaml => Type is "application/yaml";
}
