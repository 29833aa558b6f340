using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;

namespace LocalCloud.Faults;

/// <summary>The faults the real clouds are known for, by name: each is a rule with the body and the headers of the real thing.</summary>
public static class NamedFaults
{
    private const string AnyWrite = "POST|PUT|PATCH|DELETE";

    private const string GoogleServer = "google";
    private const string Clusters = "(?!google$).+";

    private static readonly Dictionary<string, Func<FaultParameters, FaultRule>> Known = new()
    {
        ["rate-limited"] = RateLimited,
        ["unavailable"] = _ => Google("unavailable", null, null, new GoogleException(503, "UNAVAILABLE", "The service is currently unavailable.", "backendError")),
        ["concurrent-operations"] = _ => Google("concurrent-operations", AnyWrite, "/clusters", GoogleException.ResourceExhausted("Too many operations: cluster \"kf\" hits the concurrent operations quota 5, please try again later.")),
        ["operation-in-progress"] = parameters => Google("operation-in-progress", AnyWrite, "/clusters/", GoogleException.FailedPrecondition(
            $"Operation {parameters.Text("operation", "operation-1558074043943-c4492e58")} is currently {parameters.Text("doing", "upgrading cluster")} {parameters.Text("cluster", "kf")}. Please wait and try again once it is done.")),
        ["etag-race"] = _ => Google("etag-race", "POST", ":setIamPolicy", GoogleException.Aborted(
            "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff. The request's ETag '\\007\\006\\027' did not match the current policy's ETag '\\007\\006\\030'.")),
        ["bucket-etag-race"] = _ => Google("bucket-etag-race", "PUT|PATCH", "/storage/v1/b/", GoogleException.ConditionNotMet(), ErrorShape.Old),
        ["account-not-found"] = _ => Google("account-not-found", "GET", "/serviceAccounts/[^/:?]+(\\?|$)", GoogleException.NotFound("Unknown service account"), ErrorShape.Mixed),
        ["account-missing-in-policy"] = parameters => Google("account-missing-in-policy", "POST", ":setIamPolicy", GoogleException.InvalidArgument(
            $"Service account {parameters.Text("account", "new@kfp-proj.iam.gserviceaccount.com")} does not exist.")),
        ["token-expired"] = _ => Google("token-expired", null, "^(?!/oauth/)", GoogleException.Unauthenticated(missing: false, "googleapis.com")),
        ["key-not-yet-known"] = _ => Google("key-not-yet-known", "POST", "^/oauth/token", GoogleException.OAuth("invalid_grant", "Invalid JWT Signature."), ErrorShape.OAuth),
        ["quota-exceeded"] = _ => Google("quota-exceeded", "POST|PUT", "/(clusters|nodePools)([/:?]|$)", GoogleException.PermissionDenied(
            "(1) insufficient regional quota to satisfy request: resource \"CPUS\": request requires '72.0' and is short '48.0'. project has a quota of '24.0' with '24.0' available. View and manage quotas at https://console.cloud.google.com/iam-admin/quotas?usage=USED.")),
        ["requests-per-minute"] = _ => Google("requests-per-minute", null, "^/compute/", new GoogleException(403, "PERMISSION_DENIED",
            "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com' for consumer 'project_number:123456789012'.", "rateLimitExceeded"), ErrorShape.Old),
        ["service-disabled"] = parameters => Google("service-disabled", null, null, ServiceDisabled(parameters.Text("service", "container.googleapis.com"))),
        ["scope-insufficient"] = _ => Google("scope-insufficient", null, "^(?!/oauth/)", GoogleException.ScopeInsufficient("container.googleapis.com", "https://www.googleapis.com/auth/cloud-platform")),
        ["permission-denied"] = _ => Google("permission-denied", null, "^(?!/oauth/)", GoogleException.PermissionDenied("The caller does not have permission")),
        ["webhook-not-ready"] = WebhookNotReady,
        ["webhook-untrusted"] = parameters => Kubernetes("webhook-untrusted", "POST|PUT|PATCH", null, 500, "InternalError",
            $"Internal error occurred: failed calling webhook \"{Webhook(parameters)}\": failed to call webhook: Post \"https://{WebhookHost(parameters)}:443/mutate?timeout=10s\": tls: failed to verify certificate: x509: certificate signed by unknown authority"),
        ["pdb-blocked"] = parameters => Kubernetes("pdb-blocked", "POST", "/eviction(\\?|$)", 429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.",
            new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = $"The disruption budget {parameters.Text("budget", "ml-pipeline")} needs 2 healthy pods and has 2 currently" }) }),
        ["two-pdbs"] = _ => Kubernetes("two-pdbs", "POST", "/eviction(\\?|$)", 500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."),
        ["watch-dropped"] = parameters => new FaultRule("watch-dropped", new FaultMatch { Server = FaultMatch.Whole(Clusters), Method = FaultMatch.Whole("GET"), Path = FaultMatch.Part("[?&]watch=(true|1)") },
            new FaultAction { DropAfter = parameters.Duration("after", TimeSpan.FromSeconds(1)) }),
        ["gone"] = _ => Kubernetes("gone", "GET", "[?&](watch=(true|1)|continue=)", 410, "Expired", "too old resource version: 1 (2)"),
        ["object-changed"] = _ => Kubernetes("object-changed", "PUT|PATCH", null, 409, "Conflict",
            "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again"),
        ["server-overloaded"] = _ => ServerOverloaded(),
        ["connection-reset"] = _ => new FaultRule("connection-reset", new FaultMatch(), new FaultAction { Reset = true }),
        ["answer-lost"] = _ => new FaultRule("answer-lost", new FaultMatch { Method = FaultMatch.Whole(AnyWrite) }, new FaultAction { LoseAnswer = true }),
        ["stalled"] = _ => new FaultRule("stalled", new FaultMatch(), new FaultAction { Stall = true }),
        ["slow"] = parameters => new FaultRule("slow", new FaultMatch(), new FaultAction { Latency = parameters.Duration("latency", TimeSpan.FromSeconds(5)) }),
    };

    /// <summary>The names there are.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    /// <summary>The rule of a name, with the parameters that fill in its texts.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static FaultRule Create(string name, FaultParameters? parameters = null) => Known.TryGetValue(name, out var make)
        ? make(parameters ?? FaultParameters.None)
        : throw new ArgumentException($"There is no fault named '{name}'. There are: {string.Join(", ", Names)}.");

    private static FaultRule RateLimited(FaultParameters parameters)
    {
        var delay = parameters.Duration("retryAfter", TimeSpan.FromSeconds(1));
        var refusal = GoogleException.ResourceExhausted(
            "Quota exceeded for quota metric 'Default requests' and limit 'Default requests per minute' of service 'container.googleapis.com' for consumer 'project_number:123456789012'.",
            Detail.ErrorInfo("RATE_LIMIT_EXCEEDED", "googleapis.com", ("quota_limit", "DefaultRequestsPerMinutePerProject"), ("service", "container.googleapis.com")),
            Detail.RetryInfo(delay));
        refusal.Headers["Retry-After"] = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Google("rate-limited", null, null, refusal);
    }

    private static GoogleException ServiceDisabled(string service) => GoogleException.PermissionDenied(
        $"{service} has not been used in project 123456789012 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/{service}/overview?project=123456789012 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
        Detail.ErrorInfo("SERVICE_DISABLED", "googleapis.com", ("service", service), ("consumer", "projects/123456789012")));

    private static FaultRule WebhookNotReady(FaultParameters parameters) => Kubernetes("webhook-not-ready", "POST|PUT|PATCH", null, 500, "InternalError",
        $"Internal error occurred: failed calling webhook \"{Webhook(parameters)}\": failed to call webhook: Post \"https://{WebhookHost(parameters)}:443/mutate?timeout=10s\": no endpoints available for service \"{parameters.Text("service", "cert-manager-webhook")}\"");

    private static FaultRule ServerOverloaded()
    {
        var rule = Kubernetes("server-overloaded", null, null, 429, "TooManyRequests", "the server has received too many requests and has asked us to try again later");
        return rule with { Then = rule.Then with { Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Retry-After"] = "1" } } };
    }

    private static string Webhook(FaultParameters parameters) => parameters.Text("webhook", "webhook.cert-manager.io");

    private static string WebhookHost(FaultParameters parameters) => $"{parameters.Text("service", "cert-manager-webhook")}.{parameters.Text("namespace", "cert-manager")}.svc";

    private static FaultRule Google(string name, string? method, string? path, GoogleException refusal, ErrorShape shape = ErrorShape.Mixed) => new(
        name,
        new FaultMatch { Server = FaultMatch.Whole(GoogleServer), Method = method is null ? null : FaultMatch.Whole(method), Path = path is null ? null : FaultMatch.Part(path) },
        new FaultAction { Status = refusal.Code, Body = ErrorWriter.Body(refusal, shape).ToJsonString(), Headers = refusal.Headers });

    private static FaultRule Kubernetes(string name, string? method, string? path, int code, string reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason };
        if (details is not null) status["details"] = details;
        status["code"] = code;
        return new FaultRule(
            name,
            new FaultMatch { Server = FaultMatch.Whole(Clusters), Method = method is null ? null : FaultMatch.Whole(method), Path = path is null ? null : FaultMatch.Part(path) },
            new FaultAction { Status = code, Body = status.ToJsonString(), Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" } });
    }
}
