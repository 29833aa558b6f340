using System.Text;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using TestKit;

namespace KfPipelineTasks.Tests.Settings;

/// <summary>
/// A folder per case under Cases/Settings/Reading: <c>arguments.txt</c> (one word a line), <c>environment.txt</c> (NAME=value), any files, <c>tasks.txt</c> (the tasks
/// that will run), and <c>expected.txt</c>: every setting that differs from its default, then every problem.
/// <c>KFT_ACCEPT=1</c> writes the expected file.
/// </summary>
public sealed class SettingsCaseTests
{
    private static readonly CaseFolder Folder = new("Settings/Reading");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory, MemberData(nameof(Cases))]
    public void Settings_are_read_as_the_case_says(string name)
    {
        Folder.Expect(name, Read(Folder.Path(name).TrimEnd(Path.DirectorySeparatorChar)));
    }

    private static string Read(string folder)
    {
        var problems = new Problems();
        var reading = SettingsReader.Read(CaseRequest.Of(folder), problems);
        var tasks = CaseRequest.Lines(folder, "tasks.txt");
        if (tasks.Count > 0) reading.Require(tasks, problems);
        return Describe(reading, problems).Replace(folder, "<case>", StringComparison.Ordinal).Replace(Path.GetDirectoryName(folder)!, "<cases>", StringComparison.Ordinal);
    }

    private static string Describe(SettingsReading reading, Problems problems)
    {
        var text = new StringBuilder();
        foreach (var setting in SettingsTable.All)
        {
            var value = ValueText.Of(setting.Get(reading.Settings));
            if (value == setting.Default) continue;
            text.Append($"{setting.Property} = {value}");
            text.Append(reading.Sources.TryGetValue(setting, out var source) ? $"   <- {source}\n" : "\n");
        }

        foreach (var problem in problems.Found) text.Append($"! {problem}\n");
        return text.ToString();
    }
}
