using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Values that somebody forgot to fill in: <c>&lt;project&gt;</c>, shell text nobody expanded, and the words the package puts where values go.</summary>
internal static partial class PlaceholderChecks
{
    // The values that the package's own kpt-setter-config.yaml files come with.
    private static readonly HashSet<string> PackageWords = new(StringComparer.Ordinal)
    {
        "PROJECT", "PROJECT_ID", "MANAGEMENT-NAME", "MGMT_NAME", "MGMT_PROJECT", "KF_NAME", "KF_PROJECT", "KF_PROJECT_NUMBER", "LOCATION", "ZONE", "REGION",
        "ADMIN_EMAIL", "ASM_LABEL", "CLOUDSQL_NAME", "BUCKET_NAME", "DEFAULT_PIPELINE_ROOT", "CLIENT_ID", "CLIENT_SECRET",
    };

    public static void Check(Findings findings)
    {
        foreach (var setting in findings.Given.Where(s => s.Unit != "expression"))
        {
            if (Texts(setting.Get(findings.Settings)).FirstOrDefault(IsPlaceholder) is not { } text) continue;
            findings.Add(setting.Property, setting.IsSecret ? "the value is a placeholder." : $"'{text}' is a placeholder.", $"Write the real value{(setting.Example.Length > 0 ? $", such as {setting.Example}" : "")}.");
        }
    }

    private static bool IsPlaceholder(string text) => PackageWords.Contains(text) || Unfilled().IsMatch(text);

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        Secret secret => [secret.Reveal()],
        IReadOnlyList<string> list => list,
        IReadOnlyDictionary<string, string> map => map.Values,
        _ => [],
    };

    [GeneratedRegex(@"<[A-Za-z][^<>]*>|\$\{[^}]*\}|\$\([^)]*\)|^\$[A-Za-z_]\w*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unfilled();
}
