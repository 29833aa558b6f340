using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>
/// Keeps a token until shortly before it ends, then fetches the next: a run of three hours never shows a dead one. Many may ask at
/// once; one fetches.
/// </summary>
public sealed class FreshTokens(ITokenSource source, TimeProvider time) : ITokenSource, IDisposable
{
    /// <summary>A request may take a minute and clocks differ; five minutes cover both.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private AccessToken? _token;

    public string Description => source.Description;

    public bool IsRenewable => source.IsRenewable;

    public async Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
    {
        var seen = _token;
        if (!renew && IsFresh(seen)) return seen!;
        await _one.WaitAsync(cancellation);
        try
        {
            // Somebody else has fetched it meanwhile.
            if (!ReferenceEquals(_token, seen) && IsFresh(_token)) return _token!;
            return _token = await source.GetAsync(renew, cancellation);
        }
        catch (GcpException) when (!renew && _token?.Expires > time.GetUtcNow())
        {
            // The issuer is away for a moment and the old token is still good: the next request asks again.
            return _token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private bool IsFresh(AccessToken? token) => token is not null && (token.Expires is not { } end || end - time.GetUtcNow() > Early);
}
