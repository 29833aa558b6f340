using System.Runtime.InteropServices;
using LocalCloud.Faults;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace LocalCloud.Host;

/// <summary>The stand-alone program: starts everything, tells where it is, and runs until it is told to stop.</summary>
internal static class StandAlone
{
    private const int AskedWrongly = 2;

    /// <returns>0 after Ctrl-C or SIGTERM, 1 when it could not start, 2 for wrong options.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        try
        {
            var line = CommandLine.Parse(arguments);
            if (line.Help)
            {
                await Terminal.Output.WriteLineAsync(CommandLine.Usage);
                return 0;
            }
            await ServeAsync(line, stop.Token);
            return 0;
        }
        catch (Exception wrong) when (wrong is FormatException or ScenarioException)
        {
            await Terminal.Error.WriteLineAsync(wrong.Message);
            return AskedWrongly;
        }
        catch (IOException failed)
        {
            await Terminal.Error.WriteLineAsync(failed.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task ServeAsync(CommandLine line, CancellationToken stop)
    {
        var options = await OptionsAsync(line, stop);
        await using var cloud = await LocalCloudServer.StartAsync(options, stop);
        cloud.Remember(new ClockRecord(TimeProvider.System.GetUtcNow(), options.Time.GetUtcNow(), line.Speed));
        var env = new EnvFolder(line.Folder);
        foreach (var cluster in line.Clusters) await cloud.Clusters.StartAsync(cluster, stop);
        await env.WriteAsync(cloud, stop);
        await TellAsync(cloud, env, line);
        await foreach (var _ in cloud.Clusters.Changes(stop)) await env.WriteKubeconfigAsync(cloud.Clusters, stop);
    }

    private static async Task<LocalCloudOptions> OptionsAsync(CommandLine line, CancellationToken stop)
    {
        var options = new LocalCloudOptions
        {
            Port = line.Port,
            StateFile = line.StateFile,
            Time = Clock(line),
            EstablishDelay = TimeSpan.FromMilliseconds(500),
            Scenario = line.ScenarioFile is { } file ? await ScenarioFile.LoadAsync(file, stop) : Scenario.Rehearsal,
            Simulation = line.Controllers ? new SimulationOptions() : null,
        };
        if (line.FaultFile is { } faults) FaultFile.Load(options.Google.Faults, faults, await File.ReadAllTextAsync(faults, stop));
        return options;
    }

    /// <summary>A fast clock goes on where it stood when the state was last written: time never runs backwards.</summary>
    private static TimeProvider Clock(CommandLine line)
    {
        var last = line.StateFile is { } file ? ClockRecord.LastSeen(file) : null;
        var ahead = last > TimeProvider.System.GetUtcNow() ? last : null;
        return line.Speed.Equals(1) && ahead is null ? TimeProvider.System : new FastTime(TimeProvider.System, line.Speed, ahead);
    }

    private static async Task TellAsync(LocalCloudServer cloud, EnvFolder env, CommandLine line)
    {
        var output = Terminal.Output;
        await output.WriteLineAsync($"Google APIs   {cloud.GoogleAddress} ({string.Join(", ", cloud.Apis.Mounts.Select(mount => mount.Service).Distinct(StringComparer.Ordinal))})");
        foreach (var cluster in cloud.Clusters.Running) await output.WriteLineAsync($"Kubernetes    https://{cloud.Clusters.EndpointOf(cluster.Key)!.Host} {cluster.Key}");
        await output.WriteLineAsync($"State         {line.StateFile ?? "in memory"}");
        await output.WriteLineAsync($"Record        {cloud.GoogleAddress}__requests");
        await output.WriteLineAsync($"Use it with   . {env.EnvFile}");
        await output.WriteLineAsync("Ready. Ctrl-C stops it.");
        await output.FlushAsync();
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
