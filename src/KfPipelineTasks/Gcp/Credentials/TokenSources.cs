using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Apis.Auth.OAuth2;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>The ways to credentials. Every source is refreshed before it ends; only a plain token cannot be.</summary>
public static class TokenSources
{
    private const string IdTokenUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private const string IdTokenSecret = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    /// <summary>A credential file may tell the library to run programs and to call any address: only known types are taken.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        [JsonCredentialParameters.ServiceAccountCredentialType] = "service account key",
        [JsonCredentialParameters.ExternalAccountCredentialType] = "workload identity federation",
        [JsonCredentialParameters.ImpersonatedServiceAccountCredentialType] = "impersonated service account",
        [JsonCredentialParameters.AuthorizedUserCredentialType] = "login of a person",
    };

    /// <summary>Application Default Credentials: the file that the environment names, gcloud's own, the metadata server.</summary>
    /// <exception cref="UsageException">There are none, or they are of a kind that is not taken.</exception>
    public static async Task<ITokenSource> ApplicationDefaultAsync(IReadOnlyDictionary<string, string> environment, TimeProvider time, CancellationToken cancellation)
    {
        if (environment.TryGetValue("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", out var tokenFile) && tokenFile.Length > 0) return new TokenFile(tokenFile);
        foreach (var name in (string[])["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"])
        {
            if (environment.TryGetValue(name, out var path) && path.Length > 0) return await FileAsync(path, $"{name}", time, cancellation);
        }

        var own = GcloudFile(environment);
        if (File.Exists(own)) return await FileAsync(own, "gcloud", time, cancellation);
        if (await ComputeCredential.IsRunningOnComputeEngine()) return new FreshTokens(new GoogleCredentialTokens(GoogleCredential.FromComputeCredential(new ComputeCredential()), "account of this machine"), time);
        throw new UsageException($"No Google credentials: GOOGLE_APPLICATION_CREDENTIALS is not set, {own} does not exist, and this is no machine of Google Cloud.",
            "Run gcloud auth application-default login; in a workflow use google-github-actions/auth or auth.mode: federation; without an account: --cloud=local.");
    }

    /// <summary>A service account key, as the JSON that Google hands out.</summary>
    /// <exception cref="UsageException">The text is no such key.</exception>
    public static ITokenSource Key(Secret json, TimeProvider time) => new FreshTokens(Parse(json.Reveal(), "the service account key", JsonCredentialParameters.ServiceAccountCredentialType), time);

    /// <summary>An access token that somebody else fetched.</summary>
    public static ITokenSource Token(Secret token) => new FixedToken(token);

    /// <summary>Workload identity federation with the identity token of the GitHub job, asked for again whenever it is needed.</summary>
    /// <param name="provider"><c>projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER</c>.</param>
    /// <exception cref="UsageException">The job may not ask for identity tokens.</exception>
    public static ITokenSource Federation(string provider, IReadOnlyDictionary<string, string> environment, GcpEndpoints endpoints, TimeProvider time)
    {
        if (!environment.TryGetValue(IdTokenUrl, out var url) || !environment.TryGetValue(IdTokenSecret, out var secret))
            throw new UsageException($"The job may not ask for an identity token: {IdTokenUrl} is not set.", "Give the job the permission id-token: write. Outside of GitHub use auth.mode: adc with a federation file.");
        var audience = $"//iam.googleapis.com/{provider}";
        var file = new JsonObject
        {
            ["type"] = JsonCredentialParameters.ExternalAccountCredentialType,
            ["audience"] = audience,
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = new Uri(endpoints[GcpApi.Sts], "v1/token").AbsoluteUri,
            ["credential_source"] = new JsonObject
            {
                ["url"] = $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}audience={Uri.EscapeDataString($"https://iam.googleapis.com/{provider}")}",
                ["headers"] = new JsonObject { ["Authorization"] = $"Bearer {secret}" },
                ["format"] = new JsonObject { ["type"] = "json", ["subject_token_field_name"] = "value" },
            },
        };
        return new FreshTokens(Parse(file.ToJsonString(), $"federation by {provider}", JsonCredentialParameters.ExternalAccountCredentialType), time);
    }

    /// <summary>Tokens of a service account that <paramref name="source"/> may act as.</summary>
    public static ITokenSource Impersonate(ITokenSource source, string email, GcpEndpoints endpoints, TimeProvider time, GcpDoorOptions? options = null) =>
        new FreshTokens(new ImpersonatedTokens(source, email, endpoints, time, options), time);

    private static async Task<ITokenSource> FileAsync(string path, string origin, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return new FreshTokens(Parse(await File.ReadAllTextAsync(path, cancellation), $"the file of {origin}", null), time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The credential file of {origin} cannot be read: {e.Message}", "Check the path, or sign in again.", e);
        }
    }

    private static GoogleCredentialTokens Parse(string json, string what, string? type)
    {
        var (found, account) = Look(json, what);
        if (!Allowed.TryGetValue(found, out var kind) || (type is not null && type != found))
            throw new UsageException($"{what} is of type '{found}', which is not taken here.", $"Use one of: {string.Join(", ", type is null ? Allowed.Keys : [type])}.");
        try
        {
            return new GoogleCredentialTokens(CredentialFactory.FromJson(json, found), account is null ? $"{kind} ({what})" : $"{kind} of {account}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            // The cause may quote the file, which may be a key: it is not passed on.
            throw new UsageException($"{what} is no valid credential of type '{found}'.", "Download it again; in a variable, keep the line breaks of private_key as \\n.");
        }
    }

    private static (string Type, string? Account) Look(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return (document.RootElement.Text("type") ?? "", document.RootElement.Text("client_email"));
        }
        catch (JsonException)
        {
            throw new UsageException($"{what} is no JSON.", "It must be the whole file that Google hands out, from { to }.");
        }
    }

    private static string GcloudFile(IReadOnlyDictionary<string, string> environment)
    {
        var folder = environment.TryGetValue("CLOUDSDK_CONFIG", out var named) && named.Length > 0 ? named
            : OperatingSystem.IsWindows() && environment.TryGetValue("APPDATA", out var roaming) ? Path.Combine(roaming, "gcloud")
            : Path.Combine(environment.GetValueOrDefault("HOME", ""), ".config", "gcloud");
        return Path.Combine(folder, "application_default_credentials.json");
    }
}
