using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task whose work is awaited, in a program without a context of its own.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
{
}

/// <summary>A task whose work is awaited. Only what a derived class overrides is registered with Cake.</summary>
/// <typeparam name="T">The context the task works on. The task is left out, with a warning, when the program's context is none of these.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the work; the task has ended when the returned one has.</summary>
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    /// <summary>Whether the task has anything to do in this run; <c>false</c> skips it and lets the tasks after it run.</summary>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Handles an exception that the work let out; the run goes on unless this throws.</summary>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Runs after the work, whether it succeeded or not.</summary>
    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RunAsync((T)context);
    }

    bool IFrostingTask.ShouldRun(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ShouldRun((T)context);
    }

    void IFrostingTask.OnError(Exception exception, ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(context);
        OnError(exception, (T)context);
    }

    void IFrostingTask.Finally(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Finally((T)context);
    }
}
