using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>
/// A token kept in a file that somebody rotates (projected service account tokens). Read again every minute, as client-go
/// does, and at once when the server refused the last one.
/// </summary>
public sealed class TokenFile(string path, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Credential? _last;
    private DateTimeOffset _readAt;

    public ValueTask<Credential> GetAsync(Credential? refused, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_last is null || refused is not null || time.GetUtcNow() - _readAt >= Fresh)
            {
                _last = new Credential(new Secret(Read()));
                _readAt = time.GetUtcNow();
            }

            return ValueTask.FromResult(_last);
        }
    }

    private string Read()
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } token
                ? token
                : throw new UsageException($"Token file {path} is empty.", "Write a token into it, or name another file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Token file {path} cannot be read: {e.Message}", "Check the path and the permissions of the file.", e);
        }
    }
}
