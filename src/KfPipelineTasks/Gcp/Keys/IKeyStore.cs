using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary>Where the key is kept for pipelines: a Secret of the cluster.</summary>
public interface IKeyStore
{
    /// <summary>As a person names it: <c>Secret kubeflow/user-gcp-sa</c>.</summary>
    string Subject { get; }

    /// <summary>The credential file that is kept; null when there is none.</summary>
    Task<Secret?> ReadAsync(CancellationToken cancellation);

    /// <summary>Keeps a credential file, in place of the one before.</summary>
    Task StoreAsync(Secret json, CancellationToken cancellation);
}
