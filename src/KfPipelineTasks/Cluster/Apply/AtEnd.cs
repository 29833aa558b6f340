namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Does something at the end of a block.</summary>
internal sealed class AtEnd(Action end) : IDisposable
{
    public void Dispose() => end();
}
