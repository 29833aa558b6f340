using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Identity tokens of service accounts: what Identity-Aware Proxy asks of programs. Google signs them, no key is needed.</summary>
public sealed class IdTokens(GcpDoor door)
{
    /// <summary>A token that says whose it is, with the e-mail address.</summary>
    /// <param name="email">E-mail of the service account.</param>
    /// <param name="audience">Whom it is shown to: the client id of Identity-Aware Proxy.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="GcpException">There is no such account, or one may not speak for it (roles/iam.serviceAccountOpenIdTokenCreator on the account).</exception>
    public async Task<Secret> MintAsync(string email, string audience, CancellationToken cancellation)
    {
        var body = new JsonObject { ["audience"] = audience, ["includeEmail"] = true };
        var request = new GcpRequest(GcpApi.IamCredentials, HttpMethod.Post, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(email)}:generateIdToken", $"service account {email}", "ask for an identity token")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, GcpJson.Default.JsonObject), Repeatable = true, Writes = false, Permission = "iam.serviceAccounts.getOpenIdToken",
        };
        return (string?)(await door.SendForObjectAsync(request, cancellation))["token"] is { Length: > 0 } token
            ? new Secret(token)
            : throw new GcpException(GcpErrorKind.NotUnderstood, $"service account {email}", "ask for an identity token", "the answer holds no token");
    }
}
