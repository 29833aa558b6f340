using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Tokens by Google's own library: keys, federation, impersonation files, a person's login, the metadata server.</summary>
internal sealed class GoogleCredentialTokens(GoogleCredential credential, string description) : ITokenSource
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    // With a scope the library asks the token endpoint; without one it signs a token itself, which Kubernetes does not take.
    private readonly GoogleCredential _credential = credential.CreateScoped(Scope);

    public string Description => description;

    public async Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            if (renew) await RenewAsync(cancellation);
            var text = await ((ITokenAccess)_credential).GetAccessTokenForRequestAsync(cancellationToken: cancellation);
            return new AccessToken(new Secret(text), Expires());
        }
        catch (Exception e) when (e is TokenResponseException or SubjectTokenException or HttpRequestException or IOException or InvalidOperationException)
        {
            throw Refused(e);
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        switch (_credential.UnderlyingCredential)
        {
            case ServiceCredential service:
                await service.RequestAccessTokenAsync(cancellation);
                break;
            case UserCredential user:
                await user.RefreshTokenAsync(cancellation);
                break;
        }
    }

    private DateTimeOffset? Expires()
    {
        var token = _credential.UnderlyingCredential switch { ServiceCredential service => service.Token, UserCredential user => user.Token, _ => null };
        return token?.ExpiresInSeconds is { } seconds ? new DateTimeOffset(DateTime.SpecifyKind(token.IssuedUtc, DateTimeKind.Utc)).AddSeconds(seconds) : null;
    }

    private GcpException Refused(Exception failure)
    {
        var said = failure is TokenResponseException { Error: { } error } ? $"{error.Error}: {error.ErrorDescription}" : failure.Message;
        return new GcpException(GcpErrorKind.Unauthenticated, description, "get an access token", said, Next(said), failure);
    }

    private static string Next(string said) => said switch
    {
        _ when said.Contains("Invalid JWT Signature", StringComparison.Ordinal) => "The key is deleted, or so new that Google does not know it yet: make a new key, or use workload identity federation.",
        _ when said.Contains("Invalid JWT", StringComparison.Ordinal) => "The clock of this machine is wrong, or the key is of another kind: check both.",
        _ when said.Contains("audience", StringComparison.OrdinalIgnoreCase) => "The provider name does not fit: it must be projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, with the project's number.",
        _ when said.Contains("attribute condition", StringComparison.OrdinalIgnoreCase) => "The provider's attribute condition refuses this repository or branch.",
        _ when said.Contains("invalid_grant", StringComparison.Ordinal) => "The credential is expired or revoked: sign in again, or make a new one.",
        _ => "Check the credential; in a workflow: permissions id-token: write, and the provider's name.",
    };
}
