using System.Diagnostics;
using Cake.Core;
using KfPipelineTasks.Build;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Build.Script;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Build.Tests.CakeScript;

/// <summary>There are two ways to start a task, and one set of tasks.</summary>
public sealed class FrontEndTests
{
    [Fact]
    public void Both_front_ends_register_the_same_tasks()
    {
        using var alone = new SampleScript();
        using var script = new SampleScript();
        using var output = new StringWriter();
        var surroundings = new Surroundings(new Dictionary<string, string>(), Path.GetTempPath(), new Terminal(output, IsInteractive: false), TimeProvider.System);

        var exitCode = KfProgram.Run(["--description"], surroundings, host => host.ConfigureServices(services => services.AddSingleton(alone.Engine)));
        ScriptBridge.Run(script.DescriptionHost, (words, extend) => KfProgram.Run(words, surroundings, extend));

        Assert.Equal(0, exitCode);
        Assert.Equal(TaskCatalog.Names, alone.Engine.Tasks.Select(task => task.Name).Order(StringComparer.Ordinal));
        Assert.Equal(alone.Engine.Tasks.Select(Shape), script.Engine.Tasks.Select(Shape));
    }

    [Theory]
    [InlineData("--tree")]
    [InlineData("--dryrun", "--target=Test")]
    public async Task Both_front_ends_print_the_same(params string[] arguments)
    {
        var program = await RunAsync(Path.Combine(AppContext.BaseDirectory, "kf-pipeline-tasks.dll"), arguments);
        var script = await RunCakeAsync(arguments);

        Assert.Equal((0, Plain(program.Output)), (script.ExitCode, Plain(script.Output)));
    }

    [Fact]
    public async Task A_word_the_program_does_not_know_is_refused_by_dotnet_cake_as_well()
    {
        var (exitCode, output) = await RunCakeAsync("--targett=Default");

        Assert.Equal(2, exitCode);
        Assert.Contains("Did you mean '--target'?", output);
    }

    private static string Shape(ICakeTaskInfo info)
    {
        var task = (CakeTask)info;
        return string.Join(" | ",
            task.Name,
            task.Description,
            $"after {string.Join(", ", task.Dependencies.Select(edge => edge.Name))}",
            $"before {string.Join(", ", task.Dependees.Select(edge => edge.Name))}",
            $"{task.Actions.Count} bodies, {task.Criterias.Count} criteria",
            $"errors handled: {task.ErrorHandler is not null}, finally: {task.FinallyHandler is not null}");
    }

    private static async Task<(int ExitCode, string Output)> RunCakeAsync(params string[] arguments)
    {
        var restored = await RunAsync("tool", ["restore"]);
        Assert.True(restored.ExitCode == 0, restored.Output);
        return await RunAsync("cake", arguments);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments])
        {
            WorkingDirectory = SharedData.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["NO_COLOR"] = "1" },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    /// <summary>Without colours and without the margins that a console of another width has.</summary>
    private static string Plain(string output) =>
        string.Join('\n', System.Text.RegularExpressions.Regex.Replace(output, @"\e\[[0-9;]*m", string.Empty).Split('\n').Select(line => line.Trim()));
}
