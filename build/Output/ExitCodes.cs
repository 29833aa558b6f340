using System.Reflection;
using Cake.Core;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>The exit code is an answer: done, failed, asked wrongly, changes found, or late.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was touched, and it failed; or something stands in the way of what was planned, and doing it would fail.</summary>
    public const int Failed = 1;

    /// <summary>Asked wrongly; nothing was touched.</summary>
    public const int AskedWrongly = 2;

    /// <summary>A plan found changes (<c>--plan --detailed-exitcode</c>), or a check found something that is not set.</summary>
    public const int ChangesFound = 3;

    /// <summary>Ran out of time; what is awaited may still become ready.</summary>
    public const int NotReadyInTime = 70;

    /// <summary>The code for the way a run ended. Several failures count as the gravest: failed before late before asked wrongly.</summary>
    /// <param name="error">What stopped the run; null when nothing did.</param>
    /// <param name="acted">True when something had been changed before; then nothing is merely asked wrongly.</param>
    public static int For(Exception? error, bool acted = false)
    {
        if (error is null) return Done;
        var codes = Causes(error).Select(One).ToHashSet();
        return codes.Contains(Failed) ? Failed : codes.Contains(NotReadyInTime) ? NotReadyInTime : acted ? Failed : AskedWrongly;
    }

    /// <summary>The exceptions that tell something, out of the wrappers the task host puts around them.</summary>
    public static IEnumerable<Exception> Causes(Exception error) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.SelectMany(Causes),
        TargetInvocationException { InnerException: { } inner } => Causes(inner),
        CakeException { InnerException: { } inner } => Causes(inner),
        _ => [error],
    };

    private static int One(Exception error) => error switch
    {
        UsageException => AskedWrongly,
        NotReadyInTimeException => NotReadyInTime,
        _ => Failed,
    };
}
