namespace KfPipelineTasks.Cluster.Access;

/// <summary>Where credentials come from. Asked before every request, so it caches what it may cache.</summary>
public interface ICredentialSource
{
    /// <summary>The credential to use now.</summary>
    /// <param name="refused">The credential the server has just refused with 401; a source that can get another one does. Null otherwise.</param>
    ValueTask<Credential> GetAsync(Credential? refused, CancellationToken cancellation);
}
