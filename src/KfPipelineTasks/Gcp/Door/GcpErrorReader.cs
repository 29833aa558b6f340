using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Door;

/// <summary>Turns answers and exceptions into <see cref="GcpException"/>s: status, then reason in the details, and text only where Google gives nothing else.</summary>
internal static partial class GcpErrorReader
{
    public static GcpException FromAnswer(GcpRequest request, int status, ReadOnlyMemory<byte> body, HttpResponseHeaders headers)
    {
        var error = Error(body);
        var details = error.Items("details").ToList();
        var info = details.Find(d => IsType(d, "ErrorInfo"));
        var said = Said(error, body, status);
        var reason = info.Text("reason") ?? error.Items("errors").Select(e => e.Text("reason")).FirstOrDefault(r => r is not null) ?? "";
        var kind = Classify(status, error.Text("status") ?? "", reason, said, details, headers);
        var service = kind == GcpErrorKind.ServiceDisabled ? info.Member("metadata").Text("service") ?? GcpEndpoints.Service(request.Api) : null;
        return new GcpException(kind, request.Subject, request.Act, WithDetails(said, details), Next(kind, request, service, said))
        {
            Status = status, Reason = reason, Service = service, RetryAfter = After(headers, details),
            Operation = kind == GcpErrorKind.Busy && OperationName().Match(said) is { Success: true } name ? name.Value : null,
        };
    }

    public static GcpException FromException(GcpRequest request, Uri address, Exception failure)
    {
        var host = address.Authority;
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException) return Unreachable($"TLS with {host} failed: {e.Message}");
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionRefused } && address.IsLoopback)
                return new GcpException(GcpErrorKind.Unreachable, request.Subject, request.Act, $"nobody listens at {host}", $"Start what is to answer there (a local cloud: dotnet run --project src/LocalCloud -- --port={address.Port}), or name its address (--local-cloud).", failure);
            if (e is SocketException) return Unreachable($"{host} cannot be reached: {e.Message}");
        }

        return Unreachable($"the connection to {host} was lost: {failure.Message}");

        GcpException Unreachable(string said) => new(GcpErrorKind.Unreachable, request.Subject, request.Act, said,
            $"Check that {host} can be reached from here (proxy, firewall, endpoint overrides).", failure);
    }

    public static GcpException TimedOut(GcpRequest request, Uri address, TimeSpan after) => new(GcpErrorKind.Unreachable, request.Subject, request.Act,
        $"{address.Authority} did not answer within {after.TotalSeconds:0.#} s", $"Check that {address.Authority} can be reached from here, and try again.");

    public static GcpException NotUnderstood(GcpRequest request, JsonException problem) => new(GcpErrorKind.NotUnderstood, request.Subject, request.Act,
        // The answer may hold a key: where it breaks is said, what it holds is not.
        $"the answer is not what the API documents (line {problem.LineNumber ?? 0}, byte {problem.BytePositionInLine ?? 0}, at {problem.Path ?? "$"})", "Check that the endpoint override names the right API, and that no proxy changes answers.");

    private static GcpErrorKind Classify(int status, string code, string reason, string said, List<JsonElement> details, HttpResponseHeaders headers) => status switch
    {
        401 => GcpErrorKind.Unauthenticated,
        403 => Refusal(reason, said, headers),
        404 => GcpErrorKind.NotFound,
        409 when code == "ABORTED" || Has(said, "concurrent policy changes") => GcpErrorKind.Changed,
        409 => GcpErrorKind.AlreadyExists,
        412 => GcpErrorKind.Changed,
        429 => GcpErrorKind.Throttled,
        400 when IsBusy(said) => GcpErrorKind.Busy,
        400 when details.Any(d => IsType(d, "PreconditionFailure") && d.Items("violations").Any(v => v.Text("type")?.StartsWith("constraints/", StringComparison.Ordinal) == true)) || Has(said, "Key creation is not allowed") => GcpErrorKind.OrganisationPolicy,
        400 when code == "FAILED_PRECONDITION" => GcpErrorKind.FailedPrecondition,
        400 => GcpErrorKind.Invalid,
        500 or 502 or 503 or 504 => GcpErrorKind.Unavailable,
        _ => GcpErrorKind.Other,
    };

    private static GcpErrorKind Refusal(string reason, string said, HttpResponseHeaders headers)
    {
        if (reason is "SERVICE_DISABLED" or "accessNotConfigured") return GcpErrorKind.ServiceDisabled;
        if (reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" || headers.WwwAuthenticate.Any(h => h.Parameter is { } p && Has(p, "insufficient_scope"))) return GcpErrorKind.ScopeInsufficient;
        if (reason is "RATE_LIMIT_EXCEEDED" or "rateLimitExceeded" or "userRateLimitExceeded" || (Has(said, "Quota exceeded") && Has(said, "per minute"))) return GcpErrorKind.Throttled;
        return Has(said, "insufficient regional quota") || Has(said, "insufficient project quota") || reason == "quotaExceeded" ? GcpErrorKind.Quota : GcpErrorKind.PermissionDenied;
    }

    private static bool IsBusy(string said) => (said.StartsWith("Operation ", StringComparison.Ordinal) && Has(said, "is currently")) || Has(said, "Another activation or deactivation is in progress");

    private static string? Next(GcpErrorKind kind, GcpRequest request, string? service, string said) => kind switch
    {
        GcpErrorKind.Unauthenticated => "Sign in again: the credential is expired, revoked or of another universe. Validate says who you are.",
        GcpErrorKind.ServiceDisabled => $"Run EnableServices, or: gcloud services enable {service}. If it was enabled minutes ago, wait a little.",
        GcpErrorKind.ScopeInsufficient => "The token has too few OAuth scopes; roles do not help. Use a credential with the scope cloud-platform (on a VM: its access scopes).",
        GcpErrorKind.Quota => "Ask for more quota in the console (IAM & Admin > Quotas), use fewer or smaller nodes, or another region.",
        GcpErrorKind.PermissionDenied => request.Permission is { } permission
            ? $"Grant {permission} on it to the identity that Validate prints. A project that does not exist is refused in the same words: check its id."
            : "Grant the missing permission to the identity that Validate prints.",
        GcpErrorKind.OrganisationPolicy => "The organisation forbids it; ask its administrators, or use Workload Identity, which needs no key.",
        GcpErrorKind.Throttled => "Too many requests for a long time: run fewer deployments at once, or ask for a higher rate quota.",
        GcpErrorKind.Unavailable => "Google Cloud did not answer properly for a long time; see https://status.cloud.google.com and run again.",
        GcpErrorKind.Changed => "Somebody else keeps changing it; let the other run end, then run again.",
        GcpErrorKind.Busy => "Wait until the other operation has ended, then run again.",
        GcpErrorKind.Invalid when Has(said, "Identity Pool does not exist") =>
            "The pool of Workload Identity comes with the project's first cluster that has it: make the cluster first, or leave service-account.workload-identities empty until then.",
        GcpErrorKind.Invalid when Has(said, "Autopilot") => "An Autopilot cluster has no node pools to manage; use it as it is, or take a Standard cluster.",
        _ => null,
    };

    private static string WithDetails(string said, List<JsonElement> details)
    {
        var fields = details.SelectMany(d => d.Items("fieldViolations")).Select(v => $"{v.Text("field")}: {v.Text("description")}")
            .Concat(details.Where(d => IsType(d, "PreconditionFailure")).SelectMany(d => d.Items("violations")).Select(v => $"{v.Text("type")} on {v.Text("subject")}"))
            .Concat(details.Where(d => IsType(d, "ErrorInfo")).Select(d => d.Member("metadata").Text("permission")).OfType<string>().Select(p => $"permission {p}"))
            .Where(extra => !Has(said, extra)).ToList();
        return fields.Count == 0 ? said : $"{said} ({string.Join("; ", fields)})";
    }

    private static string Said(JsonElement? error, ReadOnlyMemory<byte> body, int status)
    {
        if ((error.Text("message") ?? error.Text("error_description")) is { Length: > 0 } message) return message;
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 300)]).Trim();
        return text.Length == 0 || text.StartsWith('<') || text.StartsWith('{') ? $"the server answered {status} {(HttpStatusCode)status}" : text;
    }

    // {"error":{...}} almost everywhere; OAuth answers {"error":"invalid_grant","error_description":"..."}.
    private static JsonElement? Error(ReadOnlyMemory<byte> body)
    {
        if (!body.Span.TrimStart(" \r\n\t"u8).StartsWith("{"u8)) return null;
        try
        {
            var root = JsonDocument.Parse(body).RootElement;
            return root.Member("error") is { ValueKind: JsonValueKind.Object } error ? error : root;
        }
        catch (JsonException)
        {
            // A cut answer or a proxy's page: the status still says what happened.
            return null;
        }
    }

    private static TimeSpan? After(HttpResponseHeaders headers, List<JsonElement> details)
    {
        if (details.Find(d => IsType(d, "RetryInfo")).Text("retryDelay") is { } text && text.EndsWith('s')
            && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        return headers.RetryAfter?.Delta;
    }

    private static bool IsType(JsonElement detail, string name) => detail.Text("@type")?.EndsWith($".{name}", StringComparison.Ordinal) == true;

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"operation-[a-z0-9-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OperationName();
}
