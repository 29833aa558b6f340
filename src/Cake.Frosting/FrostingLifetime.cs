using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before the first and after the last task, in a program without a context of its own.</summary>
public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>
{
}

/// <summary>What happens before the first and after the last task.</summary>
/// <typeparam name="TContext">The program's context.</typeparam>
public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    /// <summary>Runs once, before the first task. If it throws, no task runs, and the teardown still does.</summary>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <summary>Runs once, after the last task, whether the run succeeded or not.</summary>
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Setup((TContext)context, info);
    }

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        Teardown((TContext)context, info);
    }
}
