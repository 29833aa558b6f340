namespace LocalCloud.State;

/// <summary>Keeps nothing: the state lives as long as the process.</summary>
public sealed class MemoryJournal : IJournal
{
    public static readonly MemoryJournal Instance = new();

    private MemoryJournal()
    {
    }

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Load(string prefix) => [];

    public void Put(string key, ReadOnlyMemory<byte> json)
    {
        // Nobody will ask for it again.
    }

    public void Delete(string key)
    {
        // Nothing was kept.
    }

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
