using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings;

/// <summary>The request of a case: <c>arguments.txt</c> has one word a line, <c>environment.txt</c> NAME=value with <c>\n</c> for a line end.</summary>
internal static class CaseRequest
{
    public static SettingsRequest Of(string folder) => new()
    {
        Arguments = ArgumentList.FromWords(Lines(folder, "arguments.txt")),
        Environment = Lines(folder, "environment.txt").Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1].Replace("\\n", "\n", StringComparison.Ordinal), StringComparer.Ordinal),
        WorkingDirectory = folder.TrimEnd(Path.DirectorySeparatorChar),
        Tasks = [.. TaskNames.All, "Default", "Deploy"],
    };

    public static IReadOnlyList<string> Lines(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
