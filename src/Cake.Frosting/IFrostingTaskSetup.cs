using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task.</summary>
public interface IFrostingTaskSetup
{
    /// <summary>Runs before each task. If it throws, that task does not run, and its teardown still does.</summary>
    void Setup(ICakeContext context, ITaskSetupContext info);
}
