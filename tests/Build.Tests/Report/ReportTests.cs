using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;
using TestKit;

namespace Build.Tests.Report;

/// <summary>What holds for every report: it is whole by itself, harmless, and no larger than a browser likes.</summary>
public sealed partial class ReportTests
{
    private static readonly CaseFolder Folder = new("Report");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory, MemberData(nameof(Cases))]
    public void A_page_loads_nothing_from_anywhere(string name)
    {
        using var report = MadeReport.OfCase(Folder.Read(name, "events.json"));
        Assert.DoesNotMatch(Loading(), report.Page);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_page_allows_its_own_script_and_no_other(string name)
    {
        using var report = MadeReport.OfCase(Folder.Read(name, "events.json"));
        var script = Assert.Single(Script().Matches(report.Page)).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'", report.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_others_are_text()
    {
        const string hostile = "\"><script>owned()</script><img src=x onerror=owned()>\u0007";
        using var report = new MadeReport(
            [
                (0, new OutputEvent.GroupStart(hostile)), (0, new OutputEvent.Changed(new Change(hostile, Outcome.Created, hostile) { Component = hostile, Fields = [new FieldChange(hostile, hostile, hostile)] })),
                (0, new OutputEvent.Judged(hostile, Verdict.Failed(hostile, hostile))), (0, new OutputEvent.Awaiting(hostile, TimeSpan.Zero, TimeSpan.Zero, [hostile])),
                (0, new OutputEvent.Line(Level.Error, hostile, new SourcePosition(hostile, 1, 1), hostile)), (0, new OutputEvent.Foreign(hostile, hostile)),
                (0, new OutputEvent.TableShown(new Table(hostile, [hostile], [[hostile]]))), (0, new OutputEvent.Answer("url", hostile)),
            ],
            new RunEnd(1, [hostile]));
        Assert.Single(Script().Matches(report.Page));
        Assert.DoesNotContain("<img", report.Page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', report.Page);
        Assert.Equal(hostile, JsonDocument.Parse(report.Data).RootElement.GetProperty("objects")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public void A_secret_is_in_neither_form()
    {
        var events = new List<(double, OutputEvent)> { (0, new OutputEvent.Masked(new Secret("c4nary-\"%<secret"))) };
        foreach (var text in new[] { "c4nary-\"%<secret", Convert.ToBase64String("c4nary-\"%<secret"u8), Uri.EscapeDataString("c4nary-\"%<secret") })
        {
            events.Add((1, new OutputEvent.Changed(new Change($"Secret {text}", Outcome.Configured, text) { Fields = [new FieldChange("data", text, text)] })));
            events.Add((1, new OutputEvent.Judged($"Secret {text}", Verdict.Waiting(text, text))));
            events.Add((1, new OutputEvent.Foreign("log", text)));
        }

        using var report = new MadeReport(events, new RunEnd(1, ["Apply"]));
        foreach (var text in new[] { report.Page, report.Data }) Assert.DoesNotMatch("c4nary|YzRuYXJ5", text);
    }

    [Fact]
    public void Six_hundred_objects_make_a_page_below_two_megabytes()
    {
        using var report = new MadeReport(Many(600, fields: 5, valueLength: 60), new RunEnd(0, ["Apply"]));
        Assert.InRange(report.Page.Length, 600 * 500, 2_000_000);
        Assert.InRange(report.Data.Length, 600 * 500, 2_000_000);
        Assert.Equal(600, JsonDocument.Parse(report.Data).RootElement.GetProperty("objects").GetArrayLength());
    }

    [Fact]
    public void However_much_is_said_the_page_can_be_opened_and_says_what_is_cut()
    {
        var much = Many(50, fields: 300, valueLength: 5_000).Concat(Many(5_950, fields: 1, valueLength: 100)).Concat(Enumerable.Repeat((0.0, (OutputEvent)new OutputEvent.Foreign("log", new string('x', 100_000))), 60));
        using var report = new MadeReport(much, new RunEnd(0, ["Apply"]));
        Assert.InRange(report.Page.Length, 1_000_000, 20_000_000);
        Assert.InRange(report.Data.Length, 1_000_000, 20_000_000);
        var cut = JsonDocument.Parse(report.Data).RootElement.GetProperty("cut").EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Equal(
            ["Long texts are cut; they end with three dots.", "Of objects with very many field differences not all fields are here.", "Only the first 50 of 60 texts of others are here.", "Only the first 5000 of 6000 objects are here."], cut);
        Assert.All(cut, c => Assert.Contains(c, report.Page, StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_that_changes_its_mind_for_ever_is_told_to_its_end()
    {
        var events = Enumerable.Range(0, 500).Select(i => (1.0, (OutputEvent)new OutputEvent.Judged("Pod a", Verdict.Waiting($"look {i}"))));
        using var report = new MadeReport(events, new RunEnd(70, ["Apply"]));
        var pod = JsonDocument.Parse(report.Data).RootElement.GetProperty("objects")[0];
        Assert.Equal("look 499", pod.GetProperty("story").EnumerateArray().Last().GetProperty("because").GetString());
        Assert.Equal(440, pod.GetProperty("leftOut").GetInt32());
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_a_warning_and_the_run_ends_as_it_would()
    {
        var file = Path.GetTempFileName();
        var log = new StringWriter();
        using (var output = new ConsoleOutput(log, new SecretScrubber(), new OutputOptions { Report = Path.Combine(file, "report") })) output.End(new RunEnd(0, ["Apply"]));
        File.Delete(file);
        Assert.StartsWith("warning: The report could not be written to ", log.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(double After, OutputEvent What)> Many(int objects, int fields, int valueLength)
    {
        yield return (0, new OutputEvent.GroupStart("Apply"));
        var changes = Enumerable.Range(0, fields).Select(f => new FieldChange($"spec.template.spec.field{f}", new string('a', valueLength), new string('b', valueLength))).ToList();
        for (var i = 0; i < objects; i++)
        {
            var name = $"Deployment.apps kubeflow/some-controller-with-a-name-{i}";
            yield return (0.01, new OutputEvent.Judged(name, Verdict.Waiting("not sent yet: it lives in namespace kubeflow")));
            yield return (0.01, new OutputEvent.Changed(new Change(name, Outcome.Configured) { Component = $"apps/component-{i % 40}", Fields = changes }));
            yield return (0.01, new OutputEvent.Judged(name, Verdict.Waiting("0 of 1 replicas are available")));
            yield return (0.01, new OutputEvent.Judged(name, Verdict.Ready("1 of 1 replicas are available")));
        }
    }

    [GeneratedRegex("(src|href|action|data)=\"(?!#)|url\\(|@import|<link|<iframe|<object |fetch\\(|XMLHttp", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Loading();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Script();
}
