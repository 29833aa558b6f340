using System.Text;
using System.Text.RegularExpressions;
using KfPipelineTasks.Build.Output.Summary;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>
/// The form for workflow logs: a group per task, annotations with file and line, masks before first use, outputs and a summary. What
/// others wrote is fenced by stop-commands; a line of ours that holds their values cannot be read as a command either.
/// </summary>
public sealed partial class GitHubOutput : FormOutput
{
    /// <summary>GitHub keeps ten annotations per level and step, and drops the rest without a word.</summary>
    public const int MostAnnotations = 10;

    private const string Rehearsal = "rehearsal | ";
    private readonly GitHubFiles _files;
    private readonly Func<string> _random;
    private readonly string? _results;
    private readonly Dictionary<Level, int> _annotations = [];
    private readonly HashSet<string> _masked = new(StringComparer.Ordinal);
    private bool _inGroup;
    private bool _isSummed;

    /// <param name="random">Makes a word nobody can guess; the default is a GUID.</param>
    public GitHubOutput(TextWriter writer, SecretScrubber scrubber, OutputOptions? options = null, GitHubFiles? files = null, Func<string>? random = null, TimeProvider? time = null)
        : base(writer, scrubber, options ?? new OutputOptions(), time)
    {
        _files = files ?? new GitHubFiles();
        _random = random ?? (() => Guid.NewGuid().ToString("D"));
        _results = _files.Temp.Length == 0 ? null : Path.Combine(_files.Temp, "kf-pipeline-tasks", Guid.NewGuid().ToString("N"));
    }

    // Nobody knows beforehand that a step will fail: in a job there is always a report to look at.
    protected override string? ReportFolder => base.ReportFolder ?? _results;

    // Details nobody asked for become ::debug:: lines, which GitHub shows when a job is run again with debug logging.
    protected override bool IsWanted(OutputEvent what) => what is OutputEvent.Line { Level: Level.Detail } || base.IsWanted(what);

    protected override void Mask(Secret secret)
    {
        foreach (var leaf in SecretScrubber.Leaves(secret).Where(_masked.Add)) Line(WorkflowCommand.Of("add-mask", leaf));
    }

    protected override void Render(OutputEvent what)
    {
        switch (what)
        {
            case OutputEvent.Line line: Say(line); break;
            case OutputEvent.GroupStart group: Open(group.Title); break;
            case OutputEvent.GroupEnd: Close(); break;
            case OutputEvent.Changed changed: Say(PlainText.Of(changed.Change)); break;
            case OutputEvent.Planned planned: Say(PlainText.Of(planned.Plan, withUnchanged: Options.Threshold == Level.Detail)); break;
            case OutputEvent.TableShown table: Say(PlainText.Of(table.Table)); break;
            case OutputEvent.Awaiting awaiting: Say([PlainText.Of(awaiting)]); break;
            case OutputEvent.Foreign foreign: Fence(foreign); break;
            case OutputEvent.Answer answer: Answer(answer); break;
        }
    }

    protected override void Render(RunEnd end)
    {
        Close();
        Sum();
    }

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
        if (!_isSummed) Sum();
    }

    // The run has its result by now; a page without a summary does not change it.
    private void Sum()
    {
        _isSummed = true;
        try
        {
            var summary = JobSummary.Of(Record, Options.IsRehearsal, InWorkspace);
            if (Record.End is not null)
            {
                foreach (var answer in ResultFiles.Write(Record, Report, SummaryLimit.Cut(summary, 0), _results)) Hand(answer);
            }

            if (_files.Summary.Length == 0) return;
            var file = new FileInfo(_files.Summary);
            var text = SummaryLimit.Cut(summary, file.Exists ? file.Length : 0);
            if (text.Length > 0) File.AppendAllText(_files.Summary, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Line(WorkflowCommand.Of("warning", $"The summary of this step could not be written: {e.Message}"));
        }
    }

    private void Open(string title)
    {
        // Groups do not nest, and one that stays open swallows the next.
        Close();
        Line(WorkflowCommand.Of("group", Marked(title)));
        _inGroup = true;
    }

    private void Close()
    {
        if (_inGroup) Line("::endgroup::");
        _inGroup = false;
    }

    private void Say(OutputEvent.Line line)
    {
        var text = line.Next is null ? line.Text : $"{line.Text}\n{line.Next}";
        switch (line.Level)
        {
            case Level.Detail when Options.Threshold > Level.Detail: Line(WorkflowCommand.Of("debug", Marked(text))); break;
            case Level.Detail or Level.Info: Say([text]); break;
            default: Annotate(line, text); break;
        }
    }

    private void Annotate(OutputEvent.Line line, string text)
    {
        var word = line.Level == Level.Error ? "error" : "warning";
        var count = _annotations[line.Level] = _annotations.GetValueOrDefault(line.Level) + 1;
        if (count > MostAnnotations)
        {
            Say([$"{word}: {(line.At is null ? "" : $"{line.At}: ")}{text}"]);
            return;
        }

        var at = line.At;
        Line(WorkflowCommand.Of(
            word,
            WorkflowCommand.Cut(Marked(text)),
            ("file", at is null ? null : InWorkspace(at.File)),
            ("line", at is { Line: > 0 } ? $"{at.Line}" : null),
            ("col", at is { Column: > 0 } ? $"{at.Column}" : null),
            ("title", "Kubeflow deployment")));
        if (Marked(text).Length > WorkflowCommand.LongestMessage) Say([text]);
    }

    private void Fence(OutputEvent.Foreign foreign)
    {
        var word = _random();
        Line(WorkflowCommand.Of("stop-commands", word));
        foreach (var line in PlainText.Lines(foreign.Text)) Line(Marked($"{PlainText.Tame(foreign.Origin)} | {PlainText.Tame(line)}"));
        Line($"::{word}::");
    }

    private void Answer(OutputEvent.Answer answer)
    {
        Say([$"{answer.Name}: {answer.Value}"]);
        Hand(answer);
    }

    private void Hand(OutputEvent.Answer answer)
    {
        if (_files.Output.Length > 0) File.AppendAllText(_files.Output, Entry(answer));
    }

    private string Entry(OutputEvent.Answer answer)
    {
        if (!OutputName().IsMatch(answer.Name)) throw new DeployException($"The output '{PlainText.Tame(answer.Name)}' cannot be written: a name has letters, digits, '-' and '_'.");
        var delimiter = $"ghadelimiter_{_random()}";
        // Whoever can guess the delimiter could add outputs of their own.
        if (answer.Value.Contains(delimiter, StringComparison.Ordinal)) throw new DeployException($"The output '{answer.Name}' cannot be written: its value holds the delimiter that ends it.");
        return new StringBuilder().Append(answer.Name).Append("<<").Append(delimiter).Append('\n')
            .Append(answer.Value).Append('\n').Append(delimiter).Append('\n').ToString();
    }

    private void Say(IEnumerable<string> texts)
    {
        foreach (var line in texts.SelectMany(PlainText.Lines)) Line(WorkflowCommand.Defuse(Marked(PlainText.Tame(line))));
    }

    private string Marked(string text) => Options.IsRehearsal ? Rehearsal + text : text;

    private string InWorkspace(string file)
    {
        if (_files.Workspace.Length == 0 || !Path.IsPathRooted(file)) return file;
        var relative = Path.GetRelativePath(_files.Workspace, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OutputName();
}
