namespace LocalCloud.State;

/// <summary>
/// What must survive a kill: a map of keys to JSON documents, written ahead. Both sides of the cloud keep their objects in
/// memory and tell the journal; at start they read themselves back from it. Keys start with the owner (<c>kube/…</c>, <c>google/…</c>).
/// </summary>
public interface IJournal
{
    /// <summary>Everything stored, newest value per key, in key order.</summary>
    IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Load(string prefix);

    /// <summary>Stores a document. Cheap and ordered; durable only after <see cref="FlushAsync"/>.</summary>
    void Put(string key, ReadOnlyMemory<byte> json);

    void Delete(string key);

    /// <summary>Returns when everything put before the call is on disk; an answer to a client is sent only after it.</summary>
    ValueTask FlushAsync(CancellationToken cancellation);
}
