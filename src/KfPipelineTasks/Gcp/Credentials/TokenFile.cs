using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>A file that somebody else keeps a fresh token in (gcloud's <c>CLOUDSDK_AUTH_ACCESS_TOKEN_FILE</c>). Read for every request.</summary>
public sealed class TokenFile(string path) : ITokenSource
{
    public string Description => $"access token in {Path.GetFileName(path)}";

    public async Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(path, cancellation)).Trim();
            if (text.Length > 0) return new AccessToken(new Secret(text), null);
            throw Missing($"{path} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Missing(e.Message, e);
        }
    }

    private GcpException Missing(string why, Exception? cause = null) =>
        new(GcpErrorKind.Unauthenticated, "access token file", "read", why, "Let the file hold a token, or unset CLOUDSDK_AUTH_ACCESS_TOKEN_FILE.", cause);
}
