using Cake.Core;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Tests.Support;

/// <summary>A Frosting program in a folder of its own, whose output and doings can be read afterwards.</summary>
internal sealed class SampleProgram : IDisposable
{
    private readonly TestConsole _console = new();
    private readonly StringWriter _tables = new();

    public SampleProgram()
    {
        Folder = Directory.CreateTempSubdirectory("frosting-").FullName;
        Environment = new TestEnvironment(Folder);
        Host = CakeHost.Create().ConfigureServices(services => services
            .AddSingleton(Journal)
            .AddSingleton<ICakeEnvironment>(Environment)
            .AddSingleton<IConsole>(_console)
            .AddSingleton(Plain(_tables)));
    }

    public CakeHost Host { get; }

    public string Folder { get; }

    public TestEnvironment Environment { get; }

    public Journal Journal { get; } = new();

    public IReadOnlyList<string> Happened => Journal.Lines;

    /// <summary>What the log wrote.</summary>
    public string Log => _console.Text;

    /// <summary>What the report and the list of descriptions wrote.</summary>
    public string Tables => _tables.ToString();

    public SampleProgram With<TTask>()
        where TTask : class, IFrostingTask
    {
        Host.ConfigureServices(services => services.AddSingleton<IFrostingTask, TTask>());
        return this;
    }

    public SampleProgram Using(Action<CakeHost> configure)
    {
        configure(Host);
        return this;
    }

    public SampleProgram WithFile(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public int Run(params string[] args) => Host.Run(args);

    public void Dispose()
    {
        _tables.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A Spectre.Console without colours, wide enough that no line is broken.</summary>
    public static IAnsiConsole Plain(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        return console;
    }
}
