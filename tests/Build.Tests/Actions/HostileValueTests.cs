using System.Text.RegularExpressions;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>
/// Every hostile text in every input of every action, at the place where the program takes it: it is refused, or it is the value; nothing of it is a
/// command, an output or a mask.
/// </summary>
public sealed partial class HostileValueTests : IDisposable
{
    private readonly DirectoryInfo _job = Directory.CreateTempSubdirectory("kft-hostile-");

    public static TheoryData<int> Texts => [.. Enumerable.Range(0, HostileTexts.All.Count)];

    public void Dispose() => _job.Delete(recursive: true);

    [Theory, MemberData(nameof(Texts))]
    public void A_hostile_value_is_refused_or_is_the_value(int number)
    {
        var text = HostileTexts.Of(number, Path.Combine(_job.FullName, "owned"));
        foreach (var action in ActionTable.Actions)
        {
            foreach (var setting in action.Inputs) Holds(action, setting, text);
        }
    }

    private void Holds(ActionEntry action, Setting setting, string text)
    {
        var files = new GitHubFiles(Path.Combine(_job.FullName, "output"), Path.Combine(_job.FullName, "summary"), _job.FullName);
        File.Delete(files.Output);
        File.Delete(files.Summary);
        var log = new StringWriter();
        using (var output = new GitHubOutput(log, new SecretScrubber(), files: files)) output.End(new RunEnd(Take(action, setting, text, output), [action.Task]));
        var where = $"{action.Name} {setting.Argument}";
        Assert.All(Heard(log.ToString().Split('\n')), line => Assert.True(IsHarmless(line, setting), $"{where}: {line}"));
        Assert.All(Names(File.ReadAllLines(files.Output)), name => Assert.Contains(name, new[] { "changed", "exit-code", "report", "url" }));
        if (File.Exists(files.Summary)) Assert.DoesNotContain("<img", Code().Replace(File.ReadAllText(files.Summary), ""), StringComparison.Ordinal);
    }

    // As a run takes its inputs, and as it speaks of them afterwards.
    private int Take(ActionEntry action, Setting setting, string text, GitHubOutput output)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [SettingsRequest.ActionVariable] = action.Name, ["KFT_CLOUD"] = "local" };
        environment[setting.Variable] = text;
        try
        {
            var reading = SettingsReader.Read(new SettingsRequest { Environment = environment, WorkingDirectory = _job.FullName });
            foreach (var secret in reading.Secrets) output.Mask(secret);
            var problems = new Problems();
            reading.Require([action.Task], problems);
            problems.ThrowIfAny();
            Speak(output, setting.IsSecret ? text : ValueText.Of(setting.Get(reading.Settings)));
            return 0;
        }
        catch (UsageException refused)
        {
            output.Show(refused);
            return 2;
        }
    }

    private static void Speak(GitHubOutput output, string value)
    {
        output.Info(value);
        output.Warn(value, new SourcePosition(value, 1, 1), value);
        output.Show(new Change(value, Outcome.Created, value) { Fields = [new FieldChange(value, value, value)] });
        output.Write(new OutputEvent.Foreign(value, value));
        output.Answer("url", value);
    }

    // The lines in which the runner looks for commands: not those between marks that stop it.
    private static IEnumerable<string> Heard(string[] lines)
    {
        string? until = null;
        foreach (var line in lines)
        {
            if (line == until) until = null;
            else if (until is null && line.StartsWith("::stop-commands::", StringComparison.Ordinal)) until = $"::{line["::stop-commands::".Length..]}::";
            else if (until is null) yield return line;
        }
    }

    private static bool IsHarmless(string line, Setting setting)
    {
        // A mask is taken letter by letter; the sample of a rehearsal has a secret of its own.
        if (line == "::add-mask::rehearsal-client-secret" || (setting.IsSecret && line.StartsWith("::add-mask::", StringComparison.Ordinal))) return true;
        if (line.Contains("##[", StringComparison.Ordinal)) return false;
        if (!line.TrimStart(' ', '\t').StartsWith("::", StringComparison.Ordinal)) return true;
        return Ours().IsMatch(line);
    }

    private static IEnumerable<string> Names(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split("<<", 2);
            yield return parts[0];
            if (parts.Length < 2) continue;
            for (i++; i < lines.Length && lines[i] != parts[1];) i++;
        }
    }

    // Inside code nothing is markup.
    [GeneratedRegex("```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    // What the program writes by itself: annotations have a title.
    [GeneratedRegex("^::((error|warning) ([^:]*,)?title=Kubeflow deployment::|debug::|group::|endgroup::)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ours();
}
