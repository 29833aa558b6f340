using System.Reflection;
using Cake.Cli;
using Cake.Core.Configuration;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using CoreToolInstaller = Cake.Core.Tooling.IToolInstaller;

namespace Cake.Frosting;

/// <summary>Finds a program's tasks, reads its command line and runs the targets it names.</summary>
/// <example>
/// <code>
/// return CakeHost.Create()
///     .UseContext&lt;BuildContext&gt;()
///     .Run(args);
/// </code>
/// </example>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = DefaultServices();

    // A program started by a host of its own (a test runner, say) may have no managed entry assembly.
    private readonly List<Assembly?> _assemblies = [Assembly.GetEntryAssembly()];

    /// <summary>A host that knows the public tasks of the program's own assembly.</summary>
    public static CakeHost Create() => new();

    /// <summary>Takes the public tasks of another assembly in as well.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Adds to, or replaces, the services tasks and contexts are constructed from; of two registrations the last one counts.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(_services);
        return this;
    }

    /// <summary>Runs what the command line asks for.</summary>
    /// <param name="args">The arguments of the program, without its name.</param>
    /// <returns>
    /// 0 when the run succeeded; 1 when it failed, whatever a task or a setup threw; the exit code of a
    /// <see cref="Core.CakeException"/> thrown before the first of them; -1 for a command line that cannot be read.
    /// </returns>
    public int Run(IEnumerable<string> args)
    {
        foreach (var task in _assemblies.OfType<Assembly>().SelectMany(TasksOf))
        {
            _services.AddSingleton(typeof(IFrostingTask), task);
        }

        var registrar = new TypeRegistrar();
        registrar.RegisterInstance(typeof(IServiceCollection), _services);

        var app = new CommandApp<HostCommand>(registrar);
        app.Configure(configuration => configuration
            .AddExample()
            .AddExample("--verbosity", "quiet")
            .AddExample("--tree"));
        return app.Run(args);
    }

    private static IEnumerable<Type> TasksOf(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)));

    private static ServiceCollection DefaultServices()
    {
        var services = new ServiceCollection();
        services.AddCakeDiagnostics();
        services.UseCakeDefaultModules();

        services.AddSingleton<ICakeConfiguration, HostConfiguration>();
        services.AddSingleton<IVersionResolver, VersionResolver>();
        services.AddSingleton<VersionFeature>();
        services.AddSingleton<InfoFeature>();

        services.AddSingleton<BuildScriptHost<IFrostingContext>>();
        services.AddSingleton<DryRunScriptHost<IFrostingContext>>();
        services.AddSingleton<TreeScriptHost>();
        services.AddSingleton<DescriptionScriptHost>();
        services.AddSingleton<TaskGraph>();

        services.AddSingleton<IToolInstaller, ToolInstaller>();
        services.AddSingleton<CoreToolInstaller, DeferredToolInstaller>();

        services.AddSingleton<FrostingContext>();
        services.AddSingleton<IFrostingContext>(provider => provider.GetRequiredService<FrostingContext>());
        return services;
    }
}
