using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>One run of the program, from its read command line to its exit code.</summary>
internal sealed class HostCommand(IServiceCollection services) : Command<HostCommandSettings>
{
    public override int Execute(CommandContext context, HostCommandSettings settings, CancellationToken cancellationToken)
    {
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.NoReport, settings.Targets));
        services.AddSingleton(context.Remaining);

        // Not disposed: a tool the program started in the background may still write to the log when the run has ended.
        var provider = services.BuildServiceProvider();
        try
        {
            Run(provider, settings);
            return 0;
        }
        catch (Exception exception)
        {
            return provider.GetRequiredService<ICakeLog>().LogException(exception);
        }
    }

    private static void Run(ServiceProvider provider, HostCommandSettings settings)
    {
        if (settings.Version)
        {
            provider.GetRequiredService<VersionFeature>().Run(provider.GetRequiredService<IConsole>());
            return;
        }

        if (settings.Info)
        {
            provider.GetRequiredService<InfoFeature>().Run(provider.GetRequiredService<IConsole>());
            return;
        }

        Prepare(provider, settings);
        var host = HostFor(provider, settings);
        var graph = provider.GetRequiredService<TaskGraph>();
        InstallTools(provider);
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        graph.Register();
        host.RunTargets(settings.Targets);
    }

    private static void Prepare(ServiceProvider provider, HostCommandSettings settings)
    {
        // Twice, because cake.config may set the verbosity, and where it lies is known only after the first step that can fail.
        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity ?? Verbosity.Normal;
        EnterWorkingDirectory(provider, settings);
        log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);
    }

    private static void EnterWorkingDirectory(ServiceProvider provider, HostCommandSettings settings)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var asked = settings.WorkingDirectory ?? provider.GetService<WorkingDirectory>()?.Path;
        var directory = asked?.MakeAbsolute(environment) ?? environment.WorkingDirectory;
        if (!provider.GetRequiredService<IFileSystem>().Exist(directory))
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }

    private static IScriptHost HostFor(ServiceProvider provider, HostCommandSettings settings) => settings switch
    {
        { DryRun: true } => provider.GetRequiredService<DryRunScriptHost<IFrostingContext>>(),
        { Tree: true } => provider.GetRequiredService<TreeScriptHost>(),
        { Description: true } => provider.GetRequiredService<DescriptionScriptHost>(),
        _ => provider.GetRequiredService<BuildScriptHost<IFrostingContext>>(),
    };

    private static void InstallTools(ServiceProvider provider)
    {
        var tools = provider.GetServices<PackageReference>().ToList();
        if (tools.Count == 0)
        {
            return;
        }

        provider.GetRequiredService<ICakeLog>().Verbose("Installing tools...");
        var installer = provider.GetRequiredService<IToolInstaller>();
        foreach (var tool in tools)
        {
            installer.Install(tool);
        }
    }
}
