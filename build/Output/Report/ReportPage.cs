using System.Security.Cryptography;
using System.Text;
using KfPipelineTasks.Build.Hosting;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>
/// A run as one page that needs nothing else: no script of others, no font, no request. Everything is there without scripts too; the script only
/// filters. The page forbids itself to load or to run anything that is not in it.
/// </summary>
internal static class ReportPage
{
    private static readonly Lazy<string> Script = new(() => Resource("report.js"));

    public static string Of(RunRecord record, bool isRehearsal)
    {
        var bounds = new Bounds();
        var groups = ObjectGroup.Of(bounds.First(record.Stories, Bounds.MostObjects, "objects"));
        var page = new StringBuilder(64 * 1024);
        Head(page, record, isRehearsal);
        Findings(page, record, Level.Error, "Errors");
        NotReady(page, record);
        ReportTimeline.Write(page, record, groups);
        ReportObjects.Write(page, record, groups, bounds);
        Findings(page, record, Level.Warning, "Warnings");
        foreach (var table in record.Tables.Where(t => t.Headings is not ["task", "time", "result"])) Table(page, table);
        Texts(page, record, bounds);
        foreach (var cut in bounds.Cut) page.Append($"<p class=\"note\">{Html.Text(cut)} report.json may have more.</p>\n");
        page.Append($"<footer>kf-pipeline-tasks {Html.Text(ProgramVersion.Number)} · report.json beside this page has the same for programs.</footer>\n</main>\n<script>{Script.Value}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Head(StringBuilder page, RunRecord record, bool isRehearsal)
    {
        var verdict = Html.Text(RunVerdict.Of(record, isRehearsal));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script.Value)));
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n");
        page.Append($"<title>{verdict}</title>\n<style>\n{Resource("report.css")}</style>\n</head>\n<body>\n<main>\n<header class=\"{Mood(record)}\">\n<h1>{verdict}</h1>\n");
        page.Append($"<p class=\"note\">{record.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC · {Html.Time(record.Duration)} · exit code {record.End!.ExitCode}{(isRehearsal ? " · a rehearsal on a local cloud, nothing outside was touched" : "")}</p>\n");
        if (NextStep.After(record) is { } next) page.Append($"<p class=\"next\"><b>Next:</b> {Html.Text(next)}</p>\n");
        if (record.Answers.Count > 0) page.Append($"<dl>{string.Concat(record.Answers.Select(a => $"<dt>{Html.Text(a.Name)}</dt><dd>{Html.Text(a.Value)}</dd>"))}</dl>\n");
        page.Append("</header>\n");
    }

    private static string Mood(RunRecord record) => record.End!.ExitCode switch
    {
        ExitCodes.Done => "good",
        ExitCodes.ChangesFound => "soso",
        ExitCodes.NotReadyInTime => "late",
        _ => "bad",
    };

    private static void Findings(StringBuilder page, RunRecord record, Level level, string title)
    {
        var findings = record.Findings.Where(f => f.Level == level).ToList();
        if (findings.Count == 0) return;
        page.Append($"<section class=\"findings {level.ToString().ToLowerInvariant()}\"><h2>{title} <span class=\"count\">{findings.Count}</span></h2>\n<ul>\n");
        foreach (var finding in findings)
        {
            page.Append($"<li>{(finding.At is null ? "" : $"<code>{Html.Text(finding.At.ToString())}</code> ")}{Html.Lines(finding.Text)}");
            page.Append(finding.Next is null ? "</li>\n" : $"\n<span class=\"note\">Next: {Html.Text(finding.Next)}</span></li>\n");
        }

        page.Append("</ul></section>\n");
    }

    private static void NotReady(StringBuilder page, RunRecord record)
    {
        var waiting = record.Stories.Where(s => s.Verdict?.State is State.Waiting or State.Failed).ToList();
        if (waiting.Count == 0 || record.End is { ExitCode: ExitCodes.Done or ExitCodes.ChangesFound }) return;
        page.Append($"<section class=\"findings error\"><h2>Not ready <span class=\"count\">{waiting.Count}</span></h2>\n<ul>\n");
        foreach (var story in waiting) page.Append($"<li><b>{Html.Text(story.Subject)}</b>: {Html.Text(story.Verdict!.Because)}</li>\n");
        page.Append("</ul></section>\n");
    }

    private static void Table(StringBuilder page, Table table)
    {
        page.Append($"<section><h2>{Html.Text(table.Title)}</h2>\n<div class=\"wide\"><table><tr>{string.Concat(table.Headings.Select(h => $"<th>{Html.Text(h)}</th>"))}</tr>\n");
        foreach (var row in table.Rows) page.Append($"<tr>{string.Concat(row.Select(c => $"<td>{Html.Text(c)}</td>"))}</tr>\n");
        page.Append("</table></div></section>\n");
    }

    private static void Texts(StringBuilder page, RunRecord record, Bounds bounds)
    {
        if (record.Foreign.Count == 0) return;
        page.Append("<section><h2>What others said</h2>\n");
        foreach (var text in bounds.First(record.Foreign, Bounds.MostTexts, "texts of others"))
            page.Append($"<details class=\"group\"><summary><span class=\"name\">{Html.Text(text.Origin)}</span></summary><pre>{Html.Lines(bounds.Text(text.Text))}</pre></details>\n");
        page.Append("</section>\n");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
