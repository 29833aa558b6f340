namespace KfPipelineTasks.Build.Output.Report;

/// <summary>Where the report of a run is.</summary>
/// <param name="Data">Path of <c>report.json</c>.</param>
/// <param name="Page">Path of <c>report.html</c>.</param>
internal sealed record ReportFiles(string Data, string Page);
