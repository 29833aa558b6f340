using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Finds what a person was meant to replace: <c>&lt;google-cloud-project-id&gt;</c>.</summary>
internal static partial class Placeholders
{
    /// <summary>The first placeholder of a text; null when there is none.</summary>
    public static string? In(string text) =>
        text.Contains('<', StringComparison.Ordinal) && Placeholder().Match(text) is { Success: true } found ? found.Value : null;

    [GeneratedRegex("<[A-Za-z][A-Za-z0-9_. -]*>")]
    private static partial Regex Placeholder();
}
