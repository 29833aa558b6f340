using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Turns answers and exceptions into <see cref="KubeError"/>s.</summary>
internal static class ErrorReader
{
    // The words of the API server's validation for "this field cannot change"; only ever looked for in structured causes.
    private static readonly string[] ImmutableWords =
    [
        "field is immutable", "may not change once set", "may not be changed once set", "spec is immutable", "are forbidden", "cannot change roleRef",
        "updates to ", "may not change fields", "is immutable after creation", "field is immutable when `immutable` is set",
    ];

    public static KubeError FromAnswer(string about, int status, ReadOnlyMemory<byte> body, HttpResponseHeaders headers)
    {
        var parsed = Parse(body);
        var said = parsed?.Text("message") ?? PlainText(body) ?? $"the server answered {status} {(HttpStatusCode)status}";
        var reason = parsed?.Text("reason");
        var causes = parsed is { } p
            ? p.Items("details", "causes").Select(c => new StatusCause(c.Text("reason"), c.Text("message") ?? "", c.Text("field"))).ToList()
            : [];
        var kind = Classify(status, reason, said, causes, isStatus: parsed?.Text("kind") == "Status", aboutObject: parsed?.Text("details", "name") is not null);
        return new KubeError(kind, status, about, said, causes, NextStep(kind, said)) { RetryAfter = After(headers, parsed) };
    }

    /// <summary>A refused WebSocket: of the answer only the status is known.</summary>
    public static KubeError FromRefusedUpgrade(string about, int status)
    {
        var said = $"the server answered {status} {(HttpStatusCode)status}";
        var kind = Classify(status, null, said, [], isStatus: true, aboutObject: true);
        return new KubeError(kind, status, about, said, [], NextStep(kind, said));
    }

    /// <summary>An <c>ERROR</c> event of a watch.</summary>
    public static KubeError FromStatus(string about, JsonElement status)
    {
        var code = (int)(status.Number("code") ?? 500);
        var said = status.Text("message") ?? status.Text("reason") ?? $"status {code}";
        return new KubeError(Classify(code, status.Text("reason"), said, [], isStatus: true, aboutObject: false), code, about, said);
    }

    public static KubeError FromException(string about, Exception e, Uri server)
    {
        var innermost = Innermost(e);
        var http = Find<HttpRequestException>(e);
        if (Find<AuthenticationException>(e) is { } tls)
        {
            return new KubeError(KubeErrorKind.Unreachable, 0, about, $"TLS with {server.Authority} failed: {tls.Message}",
                next: "The certificate does not fit the CA or the name of the kubeconfig: fetch the credentials again, or check tls-server-name and certificate-authority-data.", cause: e) { Permanent = true };
        }

        var refused = Find<SocketException>(e)?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostNotFound or SocketError.TryAgain;
        var connecting = refused || http?.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError;
        return new KubeError(KubeErrorKind.Unreachable, 0, about, connecting ? $"{server.Authority} cannot be reached: {innermost.Message}" : innermost.Message,
            next: connecting ? Unreachable(server) : null, cause: e) { NeverSent = connecting };
    }

    public static KubeError TimedOut(string about, TimeSpan after, Uri server) =>
        new(KubeErrorKind.Unreachable, 0, about, $"{server.Authority} did not answer within {after.TotalSeconds:0.#} s", next: Unreachable(server));

    private static string Unreachable(Uri server) =>
        $"Check that {server.Host} can be reached from here: a private endpoint needs the VPC, a bastion (proxy-url) or the DNS endpoint; a public one may have authorised networks.";

    private static KubeErrorKind Classify(int status, string? reason, string said, List<StatusCause> causes, bool isStatus, bool aboutObject) => status switch
    {
        401 => KubeErrorKind.Unauthorized,
        403 when causes.Any(c => c.Reason == "NamespaceTerminating") => KubeErrorKind.NamespaceTerminating,
        403 when IsDenial(said) => KubeErrorKind.Denied,
        403 => KubeErrorKind.Forbidden,
        // A path the server does not know is answered in plain text; a missing object by a Status that names it.
        404 when !isStatus || (!aboutObject && said.Contains("could not find the requested resource", StringComparison.Ordinal)) => KubeErrorKind.KindNotServed,
        404 => KubeErrorKind.NotFound,
        409 when causes.Any(c => c.Reason == "FieldManagerConflict") => KubeErrorKind.FieldConflict,
        409 when reason == "AlreadyExists" => KubeErrorKind.AlreadyExists,
        409 => KubeErrorKind.Modified,
        410 => KubeErrorKind.Gone,
        413 => KubeErrorKind.TooLarge,
        422 when causes.Count > 0 && causes.All(IsImmutable) => KubeErrorKind.Immutable,
        422 when causes.Count > 0 && causes.All(c => c.Reason == "FieldValueTooLong") => KubeErrorKind.TooLarge,
        400 when IsDenial(said) => KubeErrorKind.Denied,
        400 or 500 when IsSchema(said) => KubeErrorKind.UnknownField,
        400 or 422 => IsDenial(said) ? KubeErrorKind.Denied : KubeErrorKind.Invalid,
        429 when causes.Any(c => c.Reason == "DisruptionBudget") || said.StartsWith("Cannot evict pod", StringComparison.Ordinal) => KubeErrorKind.DisruptionBudget,
        429 => KubeErrorKind.Throttled,
        500 when IsWebhookFailure(said) => KubeErrorKind.WebhookUnreachable,
        500 when said.Contains("etcdserver:", StringComparison.Ordinal) => KubeErrorKind.Unavailable,
        502 or 503 or 504 => KubeErrorKind.Unavailable,
        _ when IsDenial(said) => KubeErrorKind.Denied,
        _ => KubeErrorKind.Other,
    };

    private static bool IsImmutable(StatusCause cause) =>
        cause.Reason is "FieldValueInvalid" or "FieldValueForbidden" &&
        ImmutableWords.Any(w => cause.Message.Contains(w, StringComparison.Ordinal)) &&
        (cause.Reason == "FieldValueInvalid" || cause.Message.Contains("updates to", StringComparison.Ordinal) || cause.Message.Contains("immutable", StringComparison.Ordinal) ||
         cause.Message.Contains("may not change", StringComparison.Ordinal));

    private static bool IsDenial(string said) =>
        (said.Contains("admission webhook", StringComparison.Ordinal) && said.Contains("denied the request", StringComparison.Ordinal)) ||
        said.Contains("ValidatingAdmissionPolicy", StringComparison.Ordinal);

    private static bool IsWebhookFailure(string said) =>
        said.Contains("failed calling webhook", StringComparison.Ordinal) || said.Contains("conversion webhook for", StringComparison.Ordinal);

    private static bool IsSchema(string said) =>
        said.Contains("failed to create typed patch object", StringComparison.Ordinal) || said.Contains("strict decoding error", StringComparison.Ordinal);

    private static string? NextStep(KubeErrorKind kind, string said) => kind switch
    {
        KubeErrorKind.Unauthorized => "Sign in again: the credential is expired or belongs to another cluster.",
        KubeErrorKind.Forbidden when said.Contains("attempting to grant", StringComparison.Ordinal) =>
            "Kubernetes lets nobody grant more than they have: run as a cluster administrator (on GKE: roles/container.admin).",
        KubeErrorKind.Forbidden => "Grant the missing right to the identity named above, or run as another one.",
        KubeErrorKind.UnknownField => "Correct the field in the manifest; kubectl explain shows what the kind has.",
        _ => null,
    };

    private static TimeSpan? After(HttpResponseHeaders headers, JsonElement? status)
    {
        if (headers.RetryAfter?.Delta is { } delta) return delta;
        return status?.Number("details", "retryAfterSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart(" \r\n\t"u8).StartsWith("{"u8) is false) return null;
        try
        {
            return Json.Parse(body.Span);
        }
        catch (JsonException)
        {
            // Not an answer of the API server (a proxy's page, a cut body): shown as text.
            return null;
        }
    }

    private static string? PlainText(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 500)]).Trim();
        return text.Length == 0 ? null : text;
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e;
    }

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }
}
