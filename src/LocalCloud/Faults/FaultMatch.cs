using System.Text.RegularExpressions;

namespace LocalCloud.Faults;

/// <summary>Which requests a rule is about. What is null matches everything.</summary>
public sealed record FaultMatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Name of the server: <c>google</c>, or the name of a cluster.</summary>
    public Regex? Server { get; init; }

    /// <summary>HTTP method: <c>POST</c>, or <c>POST|PUT</c>.</summary>
    public Regex? Method { get; init; }

    /// <summary>Path with its query.</summary>
    public Regex? Path { get; init; }

    /// <summary>Body as text. A rule that looks into bodies makes every request it might be about be read first.</summary>
    public Regex? Body { get; init; }

    /// <summary>A pattern that must fit the whole text.</summary>
    public static Regex Whole(string pattern) => new($"^(?:{pattern})\\z", RegexOptions.CultureInvariant, Patience);

    /// <summary>A pattern that must occur.</summary>
    public static Regex Part(string pattern) => new(pattern, RegexOptions.CultureInvariant, Patience);

    /// <summary>This match, narrowed by what another one says.</summary>
    internal FaultMatch Narrowed(FaultMatch by) => new()
    {
        Server = by.Server ?? Server, Method = by.Method ?? Method, Path = by.Path ?? Path, Body = by.Body ?? Body,
    };

    internal bool FitsHead(string server, string method, string path) =>
        Server?.IsMatch(server) != false && Method?.IsMatch(method) != false && Path?.IsMatch(path) != false;
}
