using Cake.Core;

namespace Cake.Frosting;

/// <summary>One named unit of work. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/> rather than implementing this.</summary>
public interface IFrostingTask
{
    /// <summary>What the criteria of the task report when <see cref="ShouldRun"/> says no.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task has anything to do in this run; <c>false</c> skips it and lets the tasks after it run.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Handles an exception that <see cref="RunAsync"/> let out.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Runs after the work, whether it succeeded or not.</summary>
    void Finally(ICakeContext context);
}
