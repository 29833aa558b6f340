using LocalCloud.Google.Http;

namespace LocalCloud.Google.Container;

/// <summary>Versions of Kubernetes on offer, newest first, and what each release channel gives.</summary>
internal static class Versions
{
    public const string Default = "1.33.5-gke.1201000";

    public static IReadOnlyList<string> All { get; } = ["1.34.1-gke.2037001", "1.33.5-gke.1201000", "1.32.9-gke.1239000", "1.31.13-gke.1139000"];

    public static IReadOnlyDictionary<string, string> Channels { get; } = new Dictionary<string, string>
    {
        ["RAPID"] = "1.34.1-gke.2037001", ["REGULAR"] = Default, ["STABLE"] = "1.32.9-gke.1239000", ["EXTENDED"] = "1.31.13-gke.1139000",
    };

    /// <summary>The full version of a request: an alias (<c>latest</c>, <c>-</c>, nothing), a prefix (<c>1.33</c>) or a version; null when there is none.</summary>
    public static string? Resolve(string? asked, string? channel) => asked switch
    {
        null or "" or "-" => Channels.GetValueOrDefault(channel ?? "REGULAR", Default),
        "latest" => All[0],
        _ => All.FirstOrDefault(version => version == asked || version.StartsWith(asked + ".", StringComparison.Ordinal) || version.StartsWith(asked + "-", StringComparison.Ordinal)),
    };

    /// <summary>The refusal of a version nobody offers.</summary>
    public static GoogleException Unknown(string asked) => GoogleException.InvalidArgument($"Version \"{asked}\" is not supported. Supported versions: {string.Join(", ", All)}.");
}
