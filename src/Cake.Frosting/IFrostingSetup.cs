using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before the first task.</summary>
public interface IFrostingSetup
{
    /// <summary>Runs once, before the first task. If it throws, no task runs, and the teardown still does.</summary>
    void Setup(ICakeContext context, ISetupContext info);
}
