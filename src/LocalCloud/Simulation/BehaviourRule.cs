using System.Text.RegularExpressions;

namespace LocalCloud.Simulation;

/// <summary>A rule of a scenario: workloads or Config Connector objects that fit it are told how to behave.</summary>
/// <param name="Tells">A behaviour of a workload (see <see cref="Behaviour.Parse"/>) or the outcome of an object (<c>UpdateFailed</c>, <c>FailedNotVisible</c> ...).</param>
public sealed record BehaviourRule(string Tells)
{
    /// <summary>Kind of the Pod, of a workload above it, or of the object; null: any.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace; null: any.</summary>
    public string? Namespace { get; init; }

    /// <summary>Regular expression for the whole name of the Pod, of a workload above it, or of the object; null: any.</summary>
    public string? Name { get; init; }

    /// <summary>Regular expression for the whole name of an image of the Pod; null: any.</summary>
    public string? Image { get; init; }

    /// <summary>Whether a text is a behaviour, or looks like the outcome of an object.</summary>
    internal static bool IsUnderstood(string tells) =>
        Behaviour.TryParse(tells) is not null || Regex.IsMatch(tells, @"^[A-Z][A-Za-z]+(: .+)?\z", RegexOptions.None, TimeSpan.FromSeconds(1));

    internal bool Fits(string kind, string inNamespace, string name) =>
        (Kind is null || Kind == kind) && (Namespace is null || Namespace == inNamespace) && IsWhole(Name, name);

    internal bool FitsImage(IEnumerable<string> images) => Image is null || images.Any(image => IsWhole(Image, image));

    private static bool IsWhole(string? pattern, string text) =>
        pattern is null || Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.None, TimeSpan.FromSeconds(1));
}
