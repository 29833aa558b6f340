using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after the last task.</summary>
public interface IFrostingTeardown
{
    /// <summary>Runs once, after the last task, whether the run succeeded or not.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}
