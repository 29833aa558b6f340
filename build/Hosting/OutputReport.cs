using Cake.Core;
using Cake.Core.Diagnostics;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>Cake's headings and closing table as groups and a table of our output.</summary>
public sealed class OutputReport(IOutput output) : ICakeReportPrinter
{
    private bool _open;

    public void WriteStep(string name, Verbosity verbosity)
    {
        Close();
        output.Write(new OutputEvent.GroupStart(name));
        _open = true;
    }

    // Setup and teardown of ours say nothing: a heading for them would only be noise.
    public void WriteLifeCycleStep(string name, Verbosity verbosity) => Close();

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
        Close();
        output.Info($"{name}: skipped");
    }

    public void Write(CakeReport report)
    {
        Close();
        var rows = report
            .Where(entry => entry.Category == CakeReportEntryCategory.Task)
            .Select(entry => (IReadOnlyList<string>)[entry.TaskName, Seconds(entry.Duration), Status(entry)])
            .ToList();
        if (rows.Count > 1) output.Show(new Table("Tasks", ["task", "time", "result"], rows));
    }

    private void Close()
    {
        if (!_open) return;
        output.Write(new OutputEvent.GroupEnd());
        _open = false;
    }

    private static string Seconds(TimeSpan duration) => $"{duration.TotalSeconds:0.0} s";

    private static string Status(CakeReportEntry entry) => entry.ExecutionStatus switch
    {
        CakeTaskExecutionStatus.Executed => "done",
        CakeTaskExecutionStatus.Delegated => "done by its dependencies",
        CakeTaskExecutionStatus.Skipped => entry.SkippedMessage is { Length: > 0 } why ? $"skipped: {why}" : "skipped",
        _ => "failed",
    };
}
