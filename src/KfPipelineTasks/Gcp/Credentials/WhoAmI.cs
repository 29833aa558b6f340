using System.Globalization;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Asks Google who a token stands for and until when: a dead credential is found in a second, not in half an hour.</summary>
public static class WhoAmI
{
    /// <exception cref="GcpException">The credential is dead.</exception>
    public static async Task<Identity> AskAsync(GcpDoor door, CancellationToken cancellation)
    {
        var token = await door.Tokens.GetAsync(renew: false, cancellation);
        var request = new GcpRequest(GcpApi.OAuth2, HttpMethod.Get, $"tokeninfo?access_token={Uri.EscapeDataString(token.Value.Reveal())}", door.Tokens.Description, "check the token");
        try
        {
            var answer = await door.SendAsync(request, GcpJson.Default.JsonElement, cancellation);
            var expires = long.TryParse(answer.Text("exp"), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : token.Expires;
            return new Identity(answer.Text("email") ?? door.Tokens.Description, door.Tokens.Description, expires, answer.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
        }
        catch (GcpException e) when (e.Status == 400 && token.Expires is not null)
        {
            // tokeninfo does not know federated tokens; that one was just issued is proof enough of life.
            return new Identity(door.Tokens.Description, door.Tokens.Description, token.Expires, []);
        }
        catch (GcpException e) when (e.Status is 400 or 401)
        {
            throw new GcpException(GcpErrorKind.Unauthenticated, door.Tokens.Description, "check the token", e.Said, "The token is expired or was never valid: sign in again, or pass a fresh one.", e) { Status = e.Status };
        }
    }
}
