using System.Text.Json;

namespace Build.Tests.Program;

/// <summary>What a user meets: words, settings, exit codes.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_rehearsal_leaves_the_package_as_it_is_and_KptSet_by_name_does_not()
    {
        const string Text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  namespace: default\ndata:\n  project: mine # kpt-set: ${project}\n";
        var file = _run.Write("package/app.yaml", Text);
        Assert.True(_run.Of("--target=Render", "--cloud=local", "--package=package", "--set", "project=theirs") == 0, _run.Said);
        Assert.Contains("in a copy: a rehearsal leaves", _run.Said, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(file));
        Assert.True(_run.Of("--target=KptSet", "--cloud=local", "--package=package", "--set", "project=theirs") == 0, _run.Said);
        Assert.NotEqual(Text, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("KptSet")]
    [InlineData("KptSet", "--plan")]
    public void A_pipe_in_a_package_is_refused_by_name_and_not_waited_for(params string[] words)
    {
        if (OperatingSystem.IsWindows()) return;
        _run.Write("package/app.yaml", "a: b\n");
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_run.Folder, "package", "pipe.yaml")]);
        made.WaitForExit();
        Assert.Equal(2, _run.Of([$"--target={words[0]}", .. words[1..], "--cloud=local", "--package=package"]));
        Assert.Contains("pipe.yaml: error: This is a named pipe, not a file.", _run.Said, StringComparison.Ordinal);
        Assert.Equal(2, _run.Of("--target=KptSet", "--cloud=local", "--settings=package/pipe.yaml"));
        Assert.Contains("is a named pipe, not a file", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_turns_letters_round_is_shown_and_not_obeyed()
    {
        Assert.Equal(2, _run.Of("--target=Ap\u202eply"));
        Assert.Contains("Ap\\u{202e}ply", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_cloud_on_another_machine_is_refused()
    {
        Assert.Equal(2, _run.Of("--target=Validate", "--cloud=local", "--local-cloud=http://example.com:80"));
        Assert.Contains("is not on this machine", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_installed_Status_says_so()
    {
        Assert.True(_run.Of("--target=Status", "--cloud=local") == 0, _run.Said);
        Assert.Contains("Nothing is installed here yet", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_teardown_is_planned_before_it_is_confirmed_and_says_what_it_would_take()
    {
        Assert.True(_run.Of("--target=Teardown", "--cloud=local", "--plan") == 0, _run.Said);
        Assert.Equal(2, _run.Of("--target=Teardown", "--cloud=local"));
        Assert.Contains("--confirm is not set", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_target_the_tasks_are_printed_and_nothing_else_happens()
    {
        Assert.Equal(0, _run.Of());
        Assert.Contains("KptSet", _run.Said, StringComparison.Ordinal);
        Assert.Contains("--cloud=local", _run.Said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_run.Folder));
    }

    [Fact]
    public void A_misspelt_argument_is_refused_with_the_nearest_known_one()
    {
        Assert.Equal(2, _run.Of("--targetx=Apply"));
        Assert.Contains("'--target'", _run.Said, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_target_is_refused_with_the_nearest_known_one()
    {
        Assert.Equal(2, _run.Of("--target=Aply"));
        Assert.Contains("'Apply'", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_the_program_says_what_is_missing_and_how_to_give_it()
    {
        Assert.Equal(2, _run.Of("--target=KptSet"));
        Assert.Contains("KF_PROJECT", _run.Said, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", _run.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dryrun", "--target=Apply")]
    [InlineData("--tree")]
    public void What_only_talks_needs_no_settings(params string[] words)
    {
        Assert.Equal(0, _run.Of(words));
        Assert.Contains("Apply", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_for_its_version_the_program_says_its_own()
    {
        Assert.Equal(0, _run.Of("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+\n\z", _run.Said);
    }

    [Fact]
    public void Every_line_of_a_rehearsal_is_marked()
    {
        Assert.Equal(0, _run.Of("--target=Validate", "--cloud=local"));
        Assert.All(_run.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("rehearsal", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Derived_names_come_as_JSON_too()
    {
        Assert.Equal(0, _run.Of("--target=Validate", "--cloud=local", "--output=json"));
        var lines = _run.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var table = lines.Single(line => line.TryGetProperty("title", out var title) && title.GetString() == "Derived names");
        Assert.Contains(table.GetProperty("rows").EnumerateArray(), row => row.GetProperty("name of").GetString() == "endpoint");
    }

    [Fact]
    public void A_name_that_makes_another_name_too_long_is_told_before_anything_is_touched()
    {
        Assert.Equal(2, _run.Of("--target=KptSet", "--cloud=local", "--cluster=a-very-long-name-for-a-cluster-of-ours"));
        Assert.Contains("24", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_values_of_a_package_are_set_once_and_checked_afterwards()
    {
        var file = _run.Write("package/kubeflow/kptconfig/kpt-setter-config.yaml", "data:\n  name: KF_NAME # kpt-set: ${name}\n");
        Assert.Equal(3, _run.Of("--target=KptSet", "--cloud=local", "--package=package", "--check", "--allow-unused"));
        Assert.Contains("KF_NAME", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(0, _run.Of("--target=KptSet", "--cloud=local", "--package=package", "--allow-unused"));
        Assert.Equal("data:\n  name: kubeflow # kpt-set: ${name}\n", File.ReadAllText(file));
        Assert.Equal(0, _run.Of("--target=KptSet", "--cloud=local", "--package=package", "--check", "--allow-unused"));
    }

    [Fact]
    public void A_package_that_is_not_there_is_named()
    {
        Assert.Equal(2, _run.Of("--target=KptSet", "--cloud=local", "--package=nowhere"));
        Assert.Contains("nowhere", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_on_the_command_line_is_refused_and_not_repeated()
    {
        Assert.Equal(2, _run.Of("--target=Validate", "--client-secret=canary-7f3a"));
        Assert.Contains("CLIENT_SECRET", _run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-7f3a", _run.Said, StringComparison.Ordinal);
    }
}
