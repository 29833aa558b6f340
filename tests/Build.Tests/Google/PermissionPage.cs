using System.Text;
using KfPipelineTasks.Build.Tasks.Google;

namespace Build.Tests.Google;

/// <summary>The table of docs/permissions.md, as it follows from what Validate tests.</summary>
internal static class PermissionPage
{
    private const string Begin = "<!-- permissions -->\n", End = "<!-- /permissions -->";

    /// <summary>The page with the table of today.</summary>
    public static string With(string page)
    {
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        return $"{page[..from]}{Table()}{page[to..]}";
    }

    private static string Table()
    {
        var text = new StringBuilder("| task | in the project of Kubeflow | in the project of the management cluster | elsewhere | roles that hold them |\n|---|---|---|---|---|\n");
        foreach (var need in TaskNeeds.All) text.Append($"| `{need.Task}` | {List(need.InKubeflow)} | {List(need.InManagement ?? [])} | {need.Elsewhere} | {need.Roles} |\n");
        return text.ToString();
    }

    private static string List(IReadOnlyList<string> permissions) => string.Join(", ", permissions.Select(p => $"`{p}`"));
}
