using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>Writes the two forms of a report: <c>report.json</c> for programs, <c>report.html</c> for people.</summary>
internal static class ReportFolder
{
    /// <summary>Writes both files; the folder is made when it is not there, and an older report is replaced.</summary>
    /// <param name="record">An ended run.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ReportFiles Write(RunRecord record, string folder, bool isRehearsal)
    {
        Directory.CreateDirectory(folder);
        var files = new ReportFiles(Path.Combine(folder, "report.json"), Path.Combine(folder, "report.html"));
        File.WriteAllBytes(files.Data, ReportJson.Of(record, isRehearsal));
        File.WriteAllText(files.Page, ReportPage.Of(record, isRehearsal));
        return files;
    }
}
