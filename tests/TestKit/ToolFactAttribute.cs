namespace TestKit;

/// <summary>A fact that runs other people's programs: skipped, with the reason, where one is not on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        var missing = tools.Where(tool => !OnPath(tool)).ToList();
        if (missing.Count > 0) Skip = $"{string.Join(", ", missing)} not found on PATH.";
    }

    private static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(System.IO.Path.Combine(folder, tool)));
}
