using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>A bearer token that somebody else keeps fresh, such as the Google access token.</summary>
/// <param name="provide">Gives the token; its argument is true when the last one was refused and a new one must be fetched.</param>
public sealed class ProvidedToken(Func<bool, CancellationToken, Task<Secret>> provide) : ICredentialSource
{
    public async ValueTask<Credential> GetAsync(Credential? refused, CancellationToken cancellation) =>
        new(await provide(refused is not null, cancellation));
}
