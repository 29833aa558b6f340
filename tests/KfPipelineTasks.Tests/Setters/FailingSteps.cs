using System.Collections.Concurrent;
using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>A disk that refuses to replace one file.</summary>
internal sealed class FailingSteps(string failAt) : IFileSteps
{
    private readonly FileSteps _real = new();
    private readonly ConcurrentDictionary<string, bool> _staged = new(StringComparer.Ordinal);

    /// <summary>True: nothing can be staged a second time, so nothing can be put back.</summary>
    public bool StageOnlyOnce { get; init; }

    public byte[] Read(string path) => _real.Read(path);

    public string Stage(string path, byte[] bytes) =>
        _staged.TryAdd(path, true) || !StageOnlyOnce ? _real.Stage(path, bytes) : throw new IOException("the disk is full");

    public void Replace(string staged, string path)
    {
        if (path == failAt) throw new IOException("the disk is gone");
        _real.Replace(staged, path);
    }

    public void Discard(string staged) => _real.Discard(staged);
}
