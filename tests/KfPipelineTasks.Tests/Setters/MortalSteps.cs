using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>Does as many steps as it is told and then nothing more: what a killed process leaves behind.</summary>
internal sealed class MortalSteps(int alive) : IFileSteps
{
    private readonly FileSteps _real = new();
    private readonly Lock _oneAtATime = new();
    private int _left = alive;

    public byte[] Read(string path) => Live(() => _real.Read(path));

    public string Stage(string path, byte[] bytes) => Live(() => _real.Stage(path, bytes));

    public void Replace(string staged, string path) => Live(() =>
    {
        _real.Replace(staged, path);
        return true;
    });

    public void Discard(string staged) => Live(() =>
    {
        _real.Discard(staged);
        return true;
    });

    private T Live<T>(Func<T> step)
    {
        lock (_oneAtATime)
        {
            return _left-- > 0 ? step() : throw new InvalidOperationException("The process is dead.");
        }
    }
}
