using KfPipelineTasks.Model;

namespace Cluster.Contract.Engine;

/// <summary>Output nobody reads.</summary>
internal sealed class Silence : IOutput
{
    public void Write(OutputEvent what)
    {
    }
}
