using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using KfPipelineTasks.Build.Hosting;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace KfPipelineTasks.Build;

/// <summary>The program: read what is asked, wire, run the graph, answer with an exit code.</summary>
public static class KfProgram
{
    /// <returns>0 done, 1 failed (a plan: something stands in the way), 2 asked wrongly, 3 a plan found changes, 70 ran out of time.</returns>
    /// <param name="words">The arguments, as <c>Main</c> gets them.</param>
    /// <param name="surroundings">The process around it.</param>
    /// <param name="extend">What another front end adds to the host; null for none.</param>
    public static int Run(IReadOnlyList<string> words, Surroundings surroundings, Action<CakeHost>? extend = null)
    {
        using var stop = new StopSignal();
        var arguments = ArgumentList.FromWords(words);
        var request = new SettingsRequest
        {
            Arguments = arguments,
            Environment = surroundings.Environment,
            WorkingDirectory = WorkingDirectory(arguments, surroundings),
            Tasks = TaskCatalog.Names,
        };
        using var output = OutputOf(request, surroundings);
        var run = new Run(surroundings, request, output, new RunOutcome(), stop.Token);
        try
        {
            var code = Answer(run, RunGraph(run, words, arguments, extend));
            if (HostMode.Of(arguments).RunsTasks) output.End(new RunEnd(code, run.Outcome.Tasks));
            return code;
        }
        finally
        {
            // The host is synchronous, so this is too; nothing else is running any more.
            run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static int RunGraph(Run run, IReadOnlyList<string> words, ArgumentList arguments, Action<CakeHost>? extend)
    {
        try
        {
            RefuseUnknownWords(arguments, run.Surroundings);
            var host = Host(run, arguments);
            extend?.Invoke(host);
            return host.Run(OneWordEach(words));
        }
        catch (DeployException failure)
        {
            run.Outcome.FailedWith(failure);
            return 1;
        }
    }

    // The host takes a lone dash for an option that lost its name; it is the standard input.
    private static IReadOnlyList<string> OneWordEach(IReadOnlyList<string> words)
    {
        var whole = new List<string>(words.Count);
        foreach (var word in words)
        {
            if (word == "-" && whole is [.., var option] && option.StartsWith('-') && !option.Contains('=', StringComparison.Ordinal)) whole[^1] = $"{option}=-";
            else whole.Add(word);
        }

        return whole;
    }

    private static CakeHost Host(Run run, ArgumentList arguments) => CakeHost.Create()
        .AddTasksOfThisProgram()
        .UseContext<DeployContext>()
        .UseLifetime<RunLifetime>()
        .ConfigureServices(services =>
        {
            services.AddSingleton(run);
            services.AddSingleton(run.Output);
            services.AddSingleton(run.Outcome);
            services.AddSingleton(HostMode.Of(arguments));
            services.AddSingleton<ICakeLog, OutputLog>();
            services.AddSingleton<IConsole, OutputConsole>();
            services.AddSingleton<IVersionResolver, ProgramVersion>();
            services.AddSingleton<ICakeReportPrinter, OutputReport>();
        });

    // The host looks for tasks in the entry assembly by itself; only in a test that is another one.
    private static CakeHost AddTasksOfThisProgram(this CakeHost host) =>
        System.Reflection.Assembly.GetEntryAssembly() == typeof(KfProgram).Assembly ? host : host.AddAssembly(typeof(KfProgram).Assembly);

    private static int Answer(Run run, int hostCode)
    {
        if (run.Outcome.Failure is { } failure)
        {
            run.Output.Show(failure, run.Outcome.HasActed);
            return ExitCodes.For(failure, run.Outcome.HasActed);
        }

        if (hostCode != 0)
        {
            // The host fails on its own only before the first task: a command line or a graph that makes no sense.
            foreach (var error in run.Outcome.HostErrors) run.Output.Error(error);
            return ExitCodes.AskedWrongly;
        }

        // Nothing less than a failure: a pull request whose merge must fail is not green.
        if (BlockedPlans.Failure(run.Outcome.BlockedPlans) is { } blocked)
        {
            run.Output.Show(blocked);
            return ExitCodes.For(blocked);
        }

        return run.Outcome.PlanFoundChanges && WantsToKnow(run) ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static bool WantsToKnow(Run run) => run.Settings.Run.DetailedExitCode || run.Settings.Run.Check;

    private static void RefuseUnknownWords(ArgumentList arguments, Surroundings surroundings)
    {
        var problems = new Problems();
        UnknownWords.InArguments(arguments, TaskCatalog.Names, problems);
        UnknownWords.InEnvironment(surroundings.Environment.Keys, problems);
        problems.ThrowIfAny("arguments");
    }

    private static FormOutput OutputOf(SettingsRequest request, Surroundings surroundings)
    {
        var form = Words.TryParse<OutputForm>(SettingsReader.Peek(request, SettingsTable.ByProperty["Run.Output"]) ?? "", out var asked) ? asked : OutputForm.Auto;
        var options = new OutputOptions
        {
            IsRehearsal = SettingsReader.Peek(request, SettingsTable.ByProperty["Cloud"]) == Words.Of(Cloud.Local),
            Threshold = Threshold(request.Arguments),
            Report = SettingsReader.Peek(request, SettingsTable.ByProperty["Run.Report"]) is { } report ? Path.GetFullPath(report, request.WorkingDirectory) : null,
        };
        return OutputFactory.Create(
            form, surroundings.Environment, surroundings.Terminal, new SecretScrubber(), options, surroundings.Time);
    }

    private static Level Threshold(ArgumentList arguments) =>
        arguments.LastOrDefault(a => a.IsOption && HostOption.ByName.GetValueOrDefault(a.Name)?.Name == "verbosity")?.Value?.ToLowerInvariant() switch
        {
            "quiet" or "q" => Level.Error,
            "minimal" or "m" => Level.Warning,
            "verbose" or "v" or "diagnostic" or "d" => Level.Detail,
            _ => Level.Info,
        };

    private static string WorkingDirectory(ArgumentList arguments, Surroundings surroundings)
    {
        var asked = arguments.LastOrDefault(a => a.IsOption && HostOption.ByName.GetValueOrDefault(a.Name)?.Name == "working")?.Value;
        return asked is null ? surroundings.WorkingDirectory : Path.GetFullPath(asked, surroundings.WorkingDirectory);
    }
}
