using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task.</summary>
public interface IFrostingTaskTeardown
{
    /// <summary>Runs after each task, also after one that failed or was skipped.</summary>
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
