using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;
using Cake.Frosting;
using KfPipelineTasks.Build.Script;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Tests.CakeScript;

/// <summary>What <c>dotnet cake</c> sets up before it runs a script, without the script.</summary>
internal sealed class SampleScript : IDisposable
{
    private readonly ServiceProvider _services;

    public SampleScript(params (string Name, string? Value)[] arguments)
    {
        _services = new ServiceCollection()
            .AddCakeDiagnostics()
            .UseCakeDefaultModules()
            .AddSingleton<ICakeLog>(Log)
            .AddSingleton<ICakeConfiguration>(new CakeConfiguration(new Dictionary<string, string> { ["Settings_NoReport"] = "true" }))
            .AddSingleton<ICakeArguments>(new CakeArguments(arguments.ToLookup(argument => argument.Name, argument => argument.Value)))
            .AddSingleton<BuildScriptHost>()
            .AddSingleton<DryRunScriptHost>()
            .AddSingleton<DescriptionScriptHost>()
            .BuildServiceProvider();
    }

    public LineLog Log { get; } = new();

    public IScriptHost Host => _services.GetRequiredService<BuildScriptHost>();

    public IScriptHost DryRunHost => _services.GetRequiredService<DryRunScriptHost>();

    public IScriptHost DescriptionHost => _services.GetRequiredService<DescriptionScriptHost>();

    /// <summary>The engine that all of these hosts work with.</summary>
    public ICakeEngine Engine => _services.GetRequiredService<ICakeEngine>();

    /// <summary>Runs a target of a program in the given host of the script.</summary>
    public int Run(IScriptHost host, string target, Action<CakeHost> program)
    {
        var frosting = CakeHost.Create().ConfigureServices(services => services.AddSingleton<ICakeLog>(Log));
        program(frosting);
        frosting.ConfigureServices(services => services.AddSingleton(host.Context).AddSingleton<ICakeEngine>(new ScriptEngine(host)));
        return frosting.Run([$"--target={target}"]);
    }

    public void Dispose() => _services.Dispose();
}
