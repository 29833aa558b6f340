namespace KfPipelineTasks.Gcp.Keys;

/// <summary>The keys of a service account that people made; Google's own are none of our business.</summary>
public interface IKeys
{
    Task<IReadOnlyList<AccountKey>> ListAsync(string project, string email, CancellationToken cancellation);

    /// <summary>Makes a key. Not repeated after a lost answer: a key nobody holds would stay behind; such a key is deleted.</summary>
    Task<NewKey> CreateAsync(string project, string email, CancellationToken cancellation);

    /// <summary>Deletes a key; nothing happens when it is gone.</summary>
    Task DeleteAsync(string project, string email, string keyId, CancellationToken cancellation);
}
