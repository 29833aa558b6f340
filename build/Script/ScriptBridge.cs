using System.Globalization;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Scripting;
using Cake.Frosting;
using KfPipelineTasks.Build.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KfPipelineTasks.Build.Script;

/// <summary>The door for <c>build.cake</c>: runs the program's tasks with the host of the script.</summary>
public static class ScriptBridge
{
    /// <summary>Runs what the command line of <c>dotnet cake</c> asks for.</summary>
    /// <param name="script">The host of the running script.</param>
    /// <exception cref="CakeException">The run did not succeed; carries the program's exit code.</exception>
    public static void Run(IScriptHost script) =>
        Run(script, (words, extend) => KfProgram.Run(words, Surroundings.OfThisProcess(), extend));

    /// <inheritdoc cref="Run(IScriptHost)"/>
    /// <param name="script">The host of the running script.</param>
    /// <param name="program">The program: takes its arguments and what to add to its host, and answers with its exit code.</param>
    internal static void Run(IScriptHost script, Func<IReadOnlyList<string>, Action<CakeHost>, int> program)
    {
        // As the program is configured to run by itself; dotnet cake follows the machine.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

        var exitCode = program([.. ArgumentsOf(script.Context)], host => Join(host, script));
        if (exitCode != 0)
        {
            throw new CakeException(exitCode, $"The run ended with exit code {exitCode}; what stands above says why.");
        }
    }

    private static void Join(CakeHost host, IScriptHost script) => host.ConfigureServices(services => services
        .AddSingleton(script.Context)
        .AddSingleton(new HostMode(RunsTasks: script is BuildScriptHost))
        .AddSingleton<ICakeEngine>(new ScriptEngine(script)));

    /// <summary>The command line as the program would have been given it. Of what dotnet cake kept for itself only the verbosity matters here.</summary>
    private static IEnumerable<string> ArgumentsOf(ICakeContext context) =>
        context.Arguments.GetArguments()
            .SelectMany(argument => argument.Value, (argument, value) => Word(argument.Key, value))
            .OfType<string>()
            .Append($"--verbosity={context.Log.Verbosity}");

    private static string? Word(string name, string? value) => name switch
    {
        "Settings_NoReport" => "--no-report", // dotnet cake has already turned the option into the setting behind it
        "invalidate-script-cache" => null,
        _ => value is null ? $"--{name}" : $"--{name}={value}",
    };
}
