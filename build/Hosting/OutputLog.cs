using Cake.Core.Diagnostics;
using KfPipelineTasks.Model;
using CakeLevel = Cake.Core.Diagnostics.LogLevel;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>Brings what Cake itself says into our output, so that a run speaks with one voice in every form.</summary>
public sealed class OutputLog(IOutput output, RunOutcome outcome) : ICakeLog
{
    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public void Write(Verbosity verbosity, CakeLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity) return;
        var text = args.Length == 0 ? format : string.Format(format, args);
        switch (level)
        {
            case CakeLevel.Fatal or CakeLevel.Error:
                // The program reports a failure itself, with its place and what to do next; Cake's words count only when there is no other.
                outcome.HostSaid(text);
                break;
            case CakeLevel.Warning:
                output.Warn(text);
                break;
            case CakeLevel.Information:
                output.Info(text);
                break;
            default:
                output.Detail(text);
                break;
        }
    }
}
