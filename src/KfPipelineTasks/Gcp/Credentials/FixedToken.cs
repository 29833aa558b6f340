using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>A token that somebody else fetched. It is not refreshed: an hour after it was made, it ends.</summary>
public sealed class FixedToken(Secret token) : ITokenSource
{
    public string Description => "access token from the settings";

    public bool IsRenewable => false;

    public Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult(new AccessToken(token, null));
}
