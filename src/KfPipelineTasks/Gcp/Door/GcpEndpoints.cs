using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Door;

/// <summary>
/// Where the APIs are. The same variables move them that gcloud honours (<c>CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER</c> and so on), by
/// the same rule: a path is a prefix that is kept; where there is none, the API's own base path follows.
/// </summary>
public sealed class GcpEndpoints
{
    private const string Prefix = "CLOUDSDK_API_ENDPOINT_OVERRIDES_";
    private const string TokenHost = "CLOUDSDK_AUTH_TOKEN_HOST";

    private readonly Dictionary<GcpApi, Uri> _addresses;

    private GcpEndpoints(Dictionary<GcpApi, Uri> addresses) => _addresses = addresses;

    /// <summary>Google's own.</summary>
    public static GcpEndpoints Google { get; } = From(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Base address of an API; ends in a slash.</summary>
    public Uri this[GcpApi api] => _addresses[api];

    /// <summary>Google's addresses with the overrides of an environment.</summary>
    /// <param name="variables">Environment variables; others than the overrides are passed over.</param>
    /// <exception cref="UsageException">An override is no http address.</exception>
    public static GcpEndpoints From(IReadOnlyDictionary<string, string> variables)
    {
        var problems = new Problems();
        var addresses = Enum.GetValues<GcpApi>().ToDictionary(api => api, api => Address(api, variables, problems));
        problems.ThrowIfAny("endpoint overrides");
        return new GcpEndpoints(addresses);
    }

    /// <summary>Name of an API in variables and prefixes: <c>cloudresourcemanager</c>.</summary>
    public static string Name(GcpApi api) => api == GcpApi.OAuth2 ? "oauth" : api.ToString().ToLowerInvariant();

    /// <summary>Name of an API as a service that can be enabled: <c>container.googleapis.com</c>.</summary>
    public static string Service(GcpApi api) => api switch
    {
        GcpApi.OAuth2 => "oauth2.googleapis.com",
        GcpApi.Sql => "sqladmin.googleapis.com",
        _ => $"{Name(api)}.googleapis.com",
    };

    private static Uri Address(GcpApi api, IReadOnlyDictionary<string, string> variables, Problems problems)
    {
        var own = new Uri($"https://{Service(api)}/{BasePath(api)}");
        if (api == GcpApi.OAuth2 && variables.TryGetValue(TokenHost, out var token) && token.EndsWith("/token", StringComparison.Ordinal))
            return Parsed(TokenHost, token[..^"token".Length], problems) ?? own;
        var name = Prefix + Name(api).ToUpperInvariant();
        if (!variables.TryGetValue(name, out var text) || text.Length == 0) return own;
        var given = Parsed(name, text, problems);
        if (given is null) return own;
        return given.AbsolutePath == "/" ? new Uri(given, BasePath(api)) : new Uri($"{given.AbsoluteUri.TrimEnd('/')}/");
    }

    private static Uri? Parsed(string name, string text, Problems problems)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        problems.Add($"{name}: '{text}' is no http address.", next: "Write it as https://HOST/ or unset it.");
        return null;
    }

    private static string BasePath(GcpApi api) => api switch
    {
        GcpApi.Compute => "compute/v1/",
        GcpApi.Storage => "storage/v1/",
        _ => "",
    };
}
