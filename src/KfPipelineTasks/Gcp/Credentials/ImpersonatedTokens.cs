using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Tokens of a service account that the caller may act as (roles/iam.serviceAccountTokenCreator).</summary>
public sealed class ImpersonatedTokens : ITokenSource, IDisposable
{
    private readonly GcpDoor _door;
    private readonly string _email;

    /// <param name="source">Who asks.</param>
    /// <param name="email">The service account to act as.</param>
    public ImpersonatedTokens(ITokenSource source, string email, GcpEndpoints endpoints, TimeProvider time, GcpDoorOptions? options = null)
    {
        _email = email;
        _door = GcpDoor.Create(endpoints, source, time, options);
    }

    public string Description => $"{_email}, acted as by {_door.Tokens.Description}";

    public bool IsRenewable => _door.Tokens.IsRenewable;

    public async Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
    {
        var body = new JsonObject { ["scope"] = new JsonArray("https://www.googleapis.com/auth/cloud-platform"), ["lifetime"] = "3600s" };
        // The service's own "-": the account names its project itself.
        var request = new GcpRequest(GcpApi.IamCredentials, HttpMethod.Post, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(_email)}:generateAccessToken", $"service account {_email}", "act as it")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, GcpJson.Default.JsonObject), Repeatable = true, Writes = false, Permission = "iam.serviceAccounts.getAccessToken",
        };
        var answer = await _door.SendForObjectAsync(request, cancellation);
        var expires = DateTimeOffset.TryParse((string?)answer["expireTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : (DateTimeOffset?)null;
        return (string?)answer["accessToken"] is { Length: > 0 } token
            ? new AccessToken(new Secret(token), expires)
            : throw new GcpException(GcpErrorKind.NotUnderstood, $"service account {_email}", "act as it", "the answer holds no token");
    }

    public void Dispose() => _door.Dispose();
}
