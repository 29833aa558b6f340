using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Build.Output.Report;
using KfPipelineTasks.Model;

namespace Build.Tests.Output;

/// <summary>A run that is killed leaves what it said so far.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kft-journal-");

    private string Path => System.IO.Path.Combine(_folder.FullName, Journal.FileName);

    private string Aside => System.IO.Path.Combine(_folder.FullName, Journal.InterruptedFileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_said_is_in_the_file_at_once_details_and_all_but_no_secret()
    {
        var said = new StringWriter();
        using var output = Begin(said);
        output.Write(new OutputEvent.Masked(new Secret("hunter2hunter2")));
        output.Detail("the password is hunter2hunter2");
        Assert.Equal(["""{"event":"line","time":"2026-01-02T03:04:05+00:00","level":"detail","text":"the password is ***"}"""], Lines(Path));
        Assert.Empty(said.ToString());
    }

    [Fact]
    public void A_run_that_ended_says_so_and_the_next_begins_anew()
    {
        using (var output = Begin(new StringWriter()))
        {
            output.Info("first");
            output.End(new RunEnd(0, []));
        }

        Assert.Equal("""{"event":"run-end","time":"2026-01-02T03:04:05+00:00","exitCode":0}""", Lines(Path)[^1]);
        var said = new StringWriter();
        using var next = Begin(said);
        next.Info("second");
        Assert.Equal("second\n", said.ToString());
        Assert.DoesNotContain(Lines(Path), line => line.Contains("first", StringComparison.Ordinal));
        Assert.False(File.Exists(Aside));
    }

    [Fact]
    public void The_next_run_tells_how_far_a_killed_one_came_and_keeps_its_journal()
    {
        using (var killed = Begin(new StringWriter()))
        {
            killed.Write(new OutputEvent.GroupStart("Apply"));
            killed.Show(new Change("Namespace kubeflow", Outcome.Created));
            killed.Show(new Change("ConfigMap kubeflow/a", Outcome.Unchanged));
        }

        File.AppendAllText(Path, """{"event":"cha""");
        var said = new StringWriter();
        using var next = Begin(said);
        next.Info("here we are");
        Assert.Equal($"The run before this one, of 2026-01-02T03:04:05+00:00, did not come to its end: 1 change was made, the last task was Apply. Its journal is {Aside}.\nhere we are\n", said.ToString());
        Assert.Contains("kubeflow", File.ReadAllText(Aside), StringComparison.Ordinal);
        Assert.Equal(2, Lines(Path).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_nothing()
    {
        File.WriteAllText(System.IO.Path.Combine(_folder.FullName, "file"), "");
        var said = new StringWriter();
        using var output = new ConsoleOutput(said, new SecretScrubber(), new OutputOptions { Report = System.IO.Path.Combine(_folder.FullName, "file", "report") });
        output.Info("on we go");
        output.End(new RunEnd(0, []));
        Assert.StartsWith("on we go\nwarning: The report could not be written to ", said.ToString(), StringComparison.Ordinal);
    }

    private ConsoleOutput Begin(StringWriter said) => new(said, new SecretScrubber(), new OutputOptions { Report = _folder.FullName }, new StoppedClock());

    private static string[] Lines(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
