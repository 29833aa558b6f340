using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Tokens;

/// <summary>IAM Service Account Credentials v1: acting as a service account.</summary>
internal sealed class IamCredentialsApi : ApiSurface
{
    private const string Account = "v1/projects/{owner}/serviceAccounts/{account}";

    public IamCredentialsApi(GoogleWorld world)
        : base(world, "iamcredentials", "iamcredentials.googleapis.com", ErrorShape.New, FieldTable.Of("iamcredentials", "google.iam.credentials.v1"))
    {
        Post($"{Account}:generateAccessToken", "GenerateAccessTokenRequest", null, AccessToken);
        Post($"{Account}:generateIdToken", "GenerateIdTokenRequest", null, IdToken);
        Post($"{Account}:signJwt", "SignJwtRequest", null, SignJwt);
    }

    private JsonObject AccessToken(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccounts.getAccessToken");
        var scopes = call.Body.Texts("scope");
        if (scopes.Count == 0) throw GoogleException.InvalidArgument("Request contains an invalid argument.", Detail.FieldViolation("scope", "scope must not be empty"));
        var lifetime = Lifetime(call.Body.Text("lifetime"));
        return new JsonObject
        {
            ["accessToken"] = World.Tokens.Issue(account.Member, scopes, lifetime),
            ["expireTime"] = Ids.Seconds(World.Options.CredentialClock.GetUtcNow() + lifetime),
        };
    }

    private JsonObject IdToken(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccounts.getOpenIdToken");
        var audience = call.Body.Text("audience") ?? throw GoogleException.InvalidArgument("Request contains an invalid argument.", Detail.FieldViolation("audience", "audience must not be empty"));
        return new JsonObject { ["token"] = World.OAuth.IdToken(account, audience, call.Body.Flag("includeEmail")) };
    }

    private JsonObject SignJwt(ApiCall call)
    {
        Target(call, "iam.serviceAccounts.signJwt");
        try
        {
            var claims = JsonNode.Parse(call.Body.Text("payload") ?? "") as JsonObject ?? throw new JsonException("It is no object.");
            var signed = World.OAuth.SignJwt(claims);
            return new JsonObject { ["keyId"] = Jwt.Read(signed)!.Header.Text("kid"), ["signedJwt"] = signed };
        }
        catch (JsonException problem)
        {
            throw GoogleException.InvalidArgument($"The payload is no claim set: {problem.Message}");
        }
    }

    private ServiceAccount Target(ApiCall call, string permission)
    {
        var account = World.ServiceAccounts.FindVisible(call["account"]) ?? throw GoogleException.NotFound($"Not found; Gaia id not found for email {call["account"]}");
        foreach (var link in DelegationChain(call, account))
        {
            var needed = link.Target == account ? permission : "iam.serviceAccounts.implicitDelegation";
            if (!World.Access.Allows(link.Actor, needed, [link.Target.Name, $"projects/{link.Target.Project}"])) throw Missing(needed, link.Target);
        }

        return account.Disabled ? throw GoogleException.FailedPrecondition($"The service account {account.Email} is disabled.") : account;
    }

    // caller -> first delegate -> ... -> account: each must be allowed to act as the next.
    private IEnumerable<(Caller Actor, ServiceAccount Target)> DelegationChain(ApiCall call, ServiceAccount account)
    {
        var actor = call.Caller;
        foreach (var name in call.Body.Texts("delegates"))
        {
            var step = World.ServiceAccounts.FindVisible(name[(name.LastIndexOf('/') + 1)..]) ?? throw GoogleException.NotFound($"Not found; Gaia id not found for email {name}");
            yield return (actor, step);
            actor = new Caller(step.Member, call.Caller.Scopes);
        }

        yield return (actor, account);
    }

    private static GoogleException Missing(string permission, ServiceAccount account) => GoogleException.PermissionDenied(
        $"Permission '{permission}' denied on resource (or it may not exist).",
        Detail.ErrorInfo("IAM_PERMISSION_DENIED", "iam.googleapis.com", ("permission", permission), ("resource", $"//iam.googleapis.com/{account.Name}")));

    private TimeSpan Lifetime(string? text)
    {
        if (text is null) return World.Options.TokenLifetime;
        if (!text.EndsWith('s') || !double.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out var seconds) || seconds is <= 0 or > 3600)
            throw GoogleException.InvalidArgument("Request contains an invalid argument.", Detail.FieldViolation("lifetime", "lifetime must be in the range of 1s to 3600s"));
        return TimeSpan.FromSeconds(seconds);
    }
}
