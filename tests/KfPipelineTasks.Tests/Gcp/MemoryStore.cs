using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>A Secret that lives as long as the test.</summary>
internal sealed class MemoryStore : IKeyStore
{
    public Secret? Kept { get; set; }

    /// <summary>Asked before a key is stored: may throw.</summary>
    public Action? Before { get; set; }

    /// <summary>Told after a key was stored: may throw.</summary>
    public Action? After { get; set; }

    public string Subject => "Secret kubeflow/user-gcp-sa";

    public Task<Secret?> ReadAsync(CancellationToken cancellation) => Task.FromResult(Kept);

    public Task StoreAsync(Secret json, CancellationToken cancellation)
    {
        Before?.Invoke();
        Kept = json;
        After?.Invoke();
        return Task.CompletedTask;
    }
}
