using Cake.Core;
using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build;

/// <summary>What every task gets: the settings, the output, the doors, the clock and the word to stop.</summary>
public sealed class DeployContext(ICakeContext context, Run run) : FrostingContext(context)
{
    /// <summary>The checked settings; read on first use, so that tasks which need none run without any.</summary>
    /// <exception cref="UsageException">Something in the settings needs attention.</exception>
    public DeploySettings Settings => run.Settings;

    public IOutput Output => run.Output;

    public TimeProvider Time => run.Surroundings.Time;

    /// <summary>Cancelled by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stop => run.Stop;

    public Run Run => run;

    /// <summary>The objects of the package, rendered once for all tasks of the run; first asked for after the package is filled in.</summary>
    /// <exception cref="UsageException">It cannot be rendered or read; nothing was touched.</exception>
    internal Task<PackageObjects> ObjectsAsync() => run.ObjectsAsync(this);
}
