namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Keeps what was rendered, by the hash of everything that went in.</summary>
internal sealed class RenderCache(string? folder)
{
    public bool IsOn => folder is not null;

    public async Task<string?> FindAsync(string key, CancellationToken cancellation)
    {
        if (folder is null || !File.Exists(FileOf(key))) return null;
        return await File.ReadAllTextAsync(FileOf(key), cancellation);
    }

    public async Task KeepAsync(string key, string rendered, CancellationToken cancellation)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        // Another run may be writing the same: each writes its own file, and the last to be renamed wins with the same content.
        var unfinished = Path.Combine(folder, $"{key}.{Guid.NewGuid():n}.tmp");
        await File.WriteAllTextAsync(unfinished, rendered, cancellation);
        File.Move(unfinished, FileOf(key), overwrite: true);
    }

    private string FileOf(string key) => Path.Combine(folder!, $"{key}.yaml");
}
