using System.Text;
using System.Text.Json;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace Build.Tests.Output;

public sealed class FormTests : IDisposable
{
    private readonly DirectoryInfo _job = Directory.CreateTempSubdirectory("kft-job-");
    private readonly StringWriter _log = new();

    public void Dispose()
    {
        _log.Dispose();
        _job.Delete(recursive: true);
    }

    [Theory]
    [InlineData(OutputForm.Auto, "GITHUB_ACTIONS=true", true, typeof(GitHubOutput))]
    [InlineData(OutputForm.Auto, "GITHUB_ACTIONS=false", true, typeof(ConsoleOutput))]
    [InlineData(OutputForm.Text, "GITHUB_ACTIONS=true", false, typeof(ConsoleOutput))]
    [InlineData(OutputForm.Json, "GITHUB_ACTIONS=true", false, typeof(JsonLinesOutput))]
    [InlineData(OutputForm.Github, "A=b", false, typeof(GitHubOutput))]
    public void The_form_is_what_was_asked_for_or_fits_the_place(OutputForm form, string variable, bool interactive, Type expected)
    {
        using var output = Make(form, variable, interactive);
        Assert.IsType(expected, output);
    }

    [Theory]
    [InlineData("A=b", true, true)]
    [InlineData("A=b", false, false)]
    [InlineData("NO_COLOR=1", true, false)]
    [InlineData("NO_COLOR=", true, true)]
    [InlineData("TERM=dumb", true, false)]
    public void Colours_need_a_terminal_and_nobody_who_minds(string variable, bool interactive, bool colours)
    {
        using (var output = Make(OutputForm.Text, variable, interactive)) output.Error("x");
        Assert.Equal(colours, _log.ToString().Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public void A_summary_stays_under_the_limit_and_says_that_it_was_cut()
    {
        var files = new GitHubFiles(Summary: Path.Combine(_job.FullName, "summary"));
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files))
        {
            for (var i = 0; i < 400; i++) output.Warn(new string('ü', 4000));
        }

        var bytes = File.ReadAllBytes(files.Summary);
        Assert.InRange(bytes.Length, 1_000_000, 1024 * 1024);
        Assert.Contains("This summary is cut", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_of_one_endless_line_is_cut_between_characters()
    {
        var files = new GitHubFiles(Summary: Path.Combine(_job.FullName, "summary"));
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files)) output.Warn(new string('€', 500_000));
        var bytes = File.ReadAllBytes(files.Summary);
        Assert.InRange(bytes.Length, 1, 1024 * 1024);
        Assert.DoesNotContain('\ufffd', Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void A_summary_leaves_room_for_what_the_step_wrote_before()
    {
        var files = new GitHubFiles(Summary: Path.Combine(_job.FullName, "summary"));
        File.WriteAllText(files.Summary, new string('x', 900_000));
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files))
        {
            for (var i = 0; i < 100; i++) output.Warn(new string('y', 4000));
        }

        Assert.InRange(new FileInfo(files.Summary).Length, 1_000_000, 1024 * 1024);
        Assert.Contains("This summary is cut", File.ReadAllText(files.Summary), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_cannot_be_written_is_a_warning()
    {
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: new GitHubFiles(Summary: Path.Combine(_job.FullName, "no-such-folder", "summary")))) output.Warn("x");
        Assert.Contains("::warning::The summary of this step could not be written: ", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_longer_than_github_keeps_is_cut_and_says_so()
    {
        using (var output = new GitHubOutput(_log, new SecretScrubber())) output.Error(new string('x', 10_000));
        var lines = _log.ToString().Split('\n');
        Assert.InRange(lines[0].Length, 4000, 4200);
        Assert.EndsWith("(cut; the log has all of it)", lines[0], StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), lines[1]);
    }

    [Fact]
    public void An_output_that_holds_its_own_delimiter_is_refused()
    {
        var files = new GitHubFiles(Output: Path.Combine(_job.FullName, "output"));
        using var output = new GitHubOutput(_log, new SecretScrubber(), files: files, random: () => "guessed");
        Assert.Throws<DeployException>(() => output.Answer("url", "x\nghadelimiter_guessed\nadmin=true"));
        Assert.Throws<DeployException>(() => output.Answer("url\nadmin", "x"));
        Assert.False(File.Exists(files.Output));
    }

    [Fact]
    public void Delimiters_and_fences_differ_every_time()
    {
        var files = new GitHubFiles(Output: Path.Combine(_job.FullName, "output"));
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files))
        {
            output.Answer("a", "1");
            output.Answer("b", "2");
            output.Write(new OutputEvent.Foreign("x", "y"));
        }

        var marks = File.ReadAllLines(files.Output).Where(l => l.Contains("<<", StringComparison.Ordinal)).Select(l => l.Split("<<")[1])
            .Append(_log.ToString().Split('\n').Single(l => l.StartsWith("::stop-commands::", StringComparison.Ordinal))).ToList();
        Assert.Equal(3, marks.Distinct(StringComparer.Ordinal).Count());
        Assert.All(marks, m => Assert.Matches("[0-9a-f]{8}-[0-9a-f-]{27}$", m));
    }

    [Fact]
    public void Lines_of_several_threads_do_not_mix()
    {
        using (var output = new ConsoleOutput(TextWriter.Synchronized(_log), new SecretScrubber()))
            Parallel.For(0, 200, i => output.Info(new string((char)('a' + (i % 26)), 50)));
        var lines = _log.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(200, lines.Length);
        Assert.All(lines, l => Assert.Single(l.Distinct()));
    }

    [Fact]
    public void A_usage_error_is_one_line_per_problem_with_its_place()
    {
        using (var output = new ConsoleOutput(_log, new SecretScrubber()))
            output.Show(new AggregateException(new UsageException("settings", [new Problem("a is wrong.", new SourcePosition("kubeflow.yaml", 1, 2), "Do b."), new Problem("c is wrong.")])));
        Assert.Equal("kubeflow.yaml:1:2: error: a is wrong.\n  next: Do b.\nerror: c is wrong.\nNothing was changed.\n", _log.ToString());
    }

    [Fact]
    public void An_unexpected_error_tells_its_stack_to_those_who_ask()
    {
        using (var output = new ConsoleOutput(_log, new SecretScrubber(), new OutputOptions { Threshold = Level.Detail }))
            output.Show(new InvalidOperationException("bug"));
        Assert.StartsWith("error: InvalidOperationException: bug\n  next: ", _log.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: bug", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_run_says_what_to_do_next()
    {
        using (var output = new ConsoleOutput(_log, new SecretScrubber())) output.Show(new NotReadyInTimeException("3 objects are not ready.", "Run it again."));
        Assert.Equal("error: 3 objects are not ready.\n  next: Run it again.\n", _log.ToString());
    }

    [Fact]
    public void A_run_goes_on_when_nobody_reads_it_any_more()
    {
        var files = new GitHubFiles(Output: Path.Combine(_job.FullName, "output"), Summary: Path.Combine(_job.FullName, "summary"));
        using var gone = new GoneWriter(after: 1);
        using (var output = new GitHubOutput(gone, new SecretScrubber(), files: files))
        {
            for (var i = 0; i < 5; i++) output.Info("heard by nobody");
            output.Warn("still in the summary");
            output.End(new RunEnd(0, ["Validate"]));
        }

        Assert.Equal(2, gone.Tries);
        Assert.Contains("still in the summary", File.ReadAllText(files.Summary), StringComparison.Ordinal);
        Assert.Contains("exit-code<<", File.ReadAllText(files.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_step_gets_the_result_as_outputs_and_files()
    {
        var files = new GitHubFiles(Output: Path.Combine(_job.FullName, "output"), Temp: _job.FullName);
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files))
        {
            output.Mask(new Secret("hunter2-hunter2"));
            output.Show(new Plan("Apply", [new Change("Secret a", Outcome.Configured) { Fields = [new FieldChange("data.x", "hunter2-hunter2", "2")] }, new Change("Pod b", Outcome.Unchanged)]));
            output.End(new RunEnd(0, ["Plan"]));
        }

        var outputs = Outputs(files.Output);
        Assert.Equal("true", outputs["changed"]);
        Assert.Equal("0", outputs["exit-code"]);
        using var report = JsonDocument.Parse(outputs["report"]);
        Assert.Equal((1, 1, 0), (report.RootElement.GetProperty("configured").GetInt32(), report.RootElement.GetProperty("unchanged").GetInt32(), report.RootElement.GetProperty("created").GetInt32()));
        using var plan = JsonDocument.Parse(File.ReadAllText(outputs["plan-file"]));
        Assert.Equal("Secret a", plan.RootElement.GetProperty("plans")[0].GetProperty("changes")[0].GetProperty("subject").GetString());
        Assert.StartsWith("## Plan – Changes are planned: 1 configured, 1 unchanged\n", File.ReadAllText(outputs["summary-file"]), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", File.ReadAllText(outputs["plan-file"]) + File.ReadAllText(outputs["summary-file"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_summary_leaves_nothing_open()
    {
        var files = new GitHubFiles(Summary: Path.Combine(_job.FullName, "summary"));
        using (var output = new GitHubOutput(_log, new SecretScrubber(), files: files))
            output.Show(new Plan("big", [.. Enumerable.Range(0, 30_000).Select(i => new Change($"ConfigMap kubeflow/{i:00000}-{new string('x', 40)}", Outcome.Created))]));
        var text = File.ReadAllText(files.Summary);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 900_000, 1024 * 1024);
        Assert.Contains("\n```\n\n</details>\n\n> [!WARNING]\n> This summary is cut", text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Outputs(string file)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = File.ReadAllLines(file);
        for (var i = 0; i + 2 < lines.Length; i += 3) outputs[lines[i].Split("<<")[0]] = lines[i + 1];
        return outputs;
    }

    private FormOutput Make(OutputForm form, string variable, bool interactive)
    {
        var (name, value) = (variable.Split('=')[0], variable.Split('=')[1]);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };
        return OutputFactory.Create(form, environment, new Terminal(_log, interactive), new SecretScrubber(), new OutputOptions(), new StoppedClock());
    }
}
