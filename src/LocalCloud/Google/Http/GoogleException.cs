using System.Text.Json.Nodes;

namespace LocalCloud.Google.Http;

/// <summary>
/// A refusal, in the words of the real API. The canonical status decides the HTTP code (google/rpc/code.proto);
/// how the body looks is the business of the API that answers (<see cref="ErrorShape"/>).
/// </summary>
public sealed class GoogleException : Exception
{
    internal GoogleException(int code, string status, string message, string reason, params JsonObject[] details) : base(message)
    {
        Code = code;
        Status = status;
        Reason = reason;
        Details = details;
    }

    /// <summary>HTTP status code.</summary>
    public int Code { get; }

    /// <summary>Canonical status, such as <c>FAILED_PRECONDITION</c>.</summary>
    public string Status { get; }

    /// <summary>Word of the older shape, such as <c>notFound</c>; for OAuth the <c>error</c> code.</summary>
    public string Reason { get; }

    /// <summary>Entries of <c>details[]</c>, each with its <c>@type</c>.</summary>
    public IReadOnlyList<JsonObject> Details { get; }

    /// <summary>Response headers that belong to the refusal.</summary>
    internal Dictionary<string, string> Headers { get; } = [];

    public static GoogleException InvalidArgument(string message, params JsonObject[] details) => new(400, "INVALID_ARGUMENT", message, "badRequest", details);

    public static GoogleException FailedPrecondition(string message, params JsonObject[] details) => new(400, "FAILED_PRECONDITION", message, "failedPrecondition", details);

    public static GoogleException PermissionDenied(string message, params JsonObject[] details) => new(403, "PERMISSION_DENIED", message, "forbidden", details);

    public static GoogleException NotFound(string message, params JsonObject[] details) => new(404, "NOT_FOUND", message, "notFound", details);

    public static GoogleException AlreadyExists(string message, params JsonObject[] details) => new(409, "ALREADY_EXISTS", message, "alreadyExists", details);

    public static GoogleException Aborted(string message, params JsonObject[] details) => new(409, "ABORTED", message, "aborted", details);

    public static GoogleException ResourceExhausted(string message, params JsonObject[] details) => new(429, "RESOURCE_EXHAUSTED", message, "rateLimitExceeded", details);

    /// <summary>HTTP 412 of Cloud Storage: an etag or metageneration that no longer holds.</summary>
    public static GoogleException ConditionNotMet() =>
        new(412, "FAILED_PRECONDITION", "At least one of the pre-conditions you specified did not hold.", "conditionNotMet");

    /// <summary>An error of the token endpoints: <c>error</c> and <c>error_description</c>.</summary>
    internal static GoogleException OAuth(string error, string description) => new(400, "INVALID_ARGUMENT", description, error);

    internal static GoogleException Unauthenticated(bool missing, string service)
    {
        var message = missing
            ? "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
            : "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";
        var info = Detail.ErrorInfo(missing ? "CREDENTIALS_MISSING" : "ACCESS_TOKEN_TYPE_UNSUPPORTED", "googleapis.com", ("service", service));
        return new GoogleException(401, "UNAUTHENTICATED", message, missing ? "required" : "authError", info)
        {
            Headers = { ["WWW-Authenticate"] = missing ? "Bearer realm=\"https://accounts.google.com/\"" : "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"" },
        };
    }

    internal static GoogleException ScopeInsufficient(string service, string scopes) =>
        new(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "insufficientPermissions",
            Detail.ErrorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com", ("service", service)))
        {
            Headers = { ["WWW-Authenticate"] = $"Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\", scope=\"{scopes}\"" },
        };
}
