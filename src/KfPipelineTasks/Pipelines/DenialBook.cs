using KfPipelineTasks.Model;

namespace KfPipelineTasks.Pipelines;

/// <summary>
/// Every refusal that users of the Pipelines API are known to meet, most particular first. The words are those of Kubeflow
/// Pipelines, Istio's proxy, Identity-Aware Proxy, Google's load balancer and oauth2-proxy.
/// </summary>
public static class DenialBook
{
    private const string Pipelines = "Kubeflow Pipelines";
    private const string Istio = "Istio's proxy";
    private const string Iap = "Identity-Aware Proxy";
    private const string LoadBalancer = "the load balancer";

    /// <summary>The book.</summary>
    public static IReadOnlyList<Denial> All { get; } =
    [
        new("RBAC: access denied", Istio, "no AuthorizationPolicy lets this caller in",
            "Run ConnectSdk; from a notebook send no user header, and let the Pod carry the label access-ml-pipeline: \"true\"."),
        new("no user identity header", Pipelines, "the request shows neither a token nor the gateway's user header; a bare port-forward looks like that when there are several users",
            "Show a service account's token for the audience pipelines.kubeflow.org (PodDefault access-ml-pipeline puts one into notebooks), or come through the gateway."),
        new("user identity value is incorrectly formatted", Pipelines, "the user header has no or another prefix than Pipelines expects",
            "userid-prefix in ConfigMap kubeflow-config must be what the gateway sets: accounts.google.com: behind Identity-Aware Proxy, else empty. Apply again."),
        new("token audiences…is invalid", Pipelines, "the token is for another audience", "Ask for a token for the audience pipelines.kubeflow.org."),
        new("Review.Status.Authenticated is false", Pipelines, "the token is not for the audience pipelines.kubeflow.org, has expired, or is another cluster's",
            "Ask for a new token for the audience pipelines.kubeflow.org: kubectl create token default-editor --audience pipelines.kubeflow.org."),
        new("is not authorized with reason", Pipelines, "the caller is known, and has no role in this namespace",
            "Let it in: RoleBinding to ClusterRole kubeflow-edit in the namespace (profile.contributors, EnsureProfile), or ask for one's own namespace."),
        new("namespace cannot be empty", Pipelines, "with several users every experiment and run belongs to a namespace", "Name it: --pipelines-namespace, namespace=… in the SDK."),
        new("In multi-user mode", Pipelines, "with several users every experiment and run belongs to a namespace", "Name it: --pipelines-namespace, namespace=… in the SDK."),
        new("In single-user mode", Pipelines, "a standalone installation knows no namespaces", "Leave --pipelines-namespace out."),
        new("JWT audience doesn't match", Iap, "the token is for another OAuth client", "Ask for an identity token whose audience is the client id of Identity-Aware Proxy (CLIENT_ID)."),
        new("Expired JWT", Iap, "the identity token is older than an hour", "Ask for a new one."),
        new("JWT 'email' claim isn't a string", Iap, "the identity token says nothing of an e-mail address", "Ask for it with the e-mail address: includeEmail, --include-email."),
        new("Unable to parse JWT", Iap, "the token is no identity token; an access token is none", "Show an identity token (gcloud auth print-identity-token), not an access token."),
        new("Invalid IAP credentials…empty token", Iap, "the request shows no token", "Show an identity token, or the cookie of a session that is signed in."),
        new("Invalid IAP credentials", Iap, "the identity token is not accepted", "Ask for a new one, for the client id of Identity-Aware Proxy, with the e-mail address."),
        new("You don't have access", Iap, "the caller is known, and lacks roles/iap.httpsResourceAccessor", "Run GrantIapAccess with the caller in iap.members; a new grant takes a minute or two."),
        new("Empty Google Account OAuth client ID", Iap, "there is no OAuth client, and Google's own cannot be used in a project without an organisation", "Give an OAuth client: iap.oauth: custom, CLIENT_ID, CLIENT_SECRET."),
        new("Audiences in Jwt are not allowed", Istio, "the gateway expects Identity-Aware Proxy's tokens for another backend service; it was made anew", "Run ConfigureIap: it writes the audience of the backend service that is there now."),
        new("Jwt is missing", Istio, "the request came past Identity-Aware Proxy", "Come through the host name of the installation."),
        new("Jwt verification fails", Istio, "the token was signed by somebody else", "Come through the host name of the installation."),
        new("Jwt is expired", Istio, "the token has expired", "Ask for a new one."),
        new("backend NotFound", LoadBalancer, "the load balancer knows no backend for this address yet", "It follows the Ingress within minutes; ConfigureIap says what is missing.", MayPass: true),
        new("server encountered a temporary error", LoadBalancer, "no backend is healthy", "ConfigureIap says which health check fails, and why.", MayPass: true),
        new("no healthy upstream", Istio, "no Pod of ml-pipeline is ready", "Task Status says why.", MayPass: true),
        new("upstream connect error", Istio, "the Pod of ml-pipeline does not answer, or refuses to speak mutual TLS", "Task Status says why; a Pod without a proxy needs a DestinationRule that turns TLS off.", MayPass: true),
        new("no endpoints available for service", "the API server", "no Pod of ml-pipeline is ready", "Task Status says why.", MayPass: true),
        new("certificate", "TLS", "the certificate of the address is not trusted here", "Wait until the ManagedCertificate is Active (ConfigureIap), or correct pipelines.url."),
        new("Name or service not known", "DNS", "the host name does not exist", "ConfigureIap makes the name; correct pipelines.url if it is another one.", MayPass: true),
        new("did not answer within", "the network", "something on the way swallows packets", "Look for firewalls and authorised networks on the way."),
        new("Connection refused", "the network", "nothing listens there", "Correct pipelines.url, or wait until it has started.", MayPass: true),
    ];

    private static readonly (string Address, Denial Denial)[] SignIn =
    [
        ("accounts.google.com", new("", Iap, "one is led to Google's sign-in: no session, or it has expired", "Sign in with a browser and copy the cookie anew (KFT_PIPELINES_COOKIE), or use --pipelines-identity=iap.")),
        ("/oauth2/", new("", "oauth2-proxy", "one is led to sign in: no session, or it has expired", "Sign in with a browser and copy the cookie oauth2_proxy_kubeflow anew (KFT_PIPELINES_COOKIE).")),
        ("/dex/", new("", "Dex", "one is led to sign in: no session, or it has expired", "Sign in with a browser and copy the cookie anew (KFT_PIPELINES_COOKIE).")),
    ];

    /// <summary>What is behind an answer; null when nobody has seen it before.</summary>
    public static Denial? Find(PipelinesAnswer answer) =>
        answer.Location is { } location
            ? SignIn.FirstOrDefault(s => location.Contains(s.Address, StringComparison.OrdinalIgnoreCase)).Denial
            : answer.IsGood ? null : All.FirstOrDefault(denial => denial.Fits(answer.Text));

    /// <summary>A verdict about an answer that should have been a good one.</summary>
    public static Verdict Explain(PipelinesAnswer answer)
    {
        if (Find(answer) is { } denial)
        {
            var because = $"{answer.InWords} — {denial.From}: {denial.Cause}.";
            return denial.MayPass ? Verdict.Waiting(because, denial.Next) : Verdict.Failed(because, denial.Next);
        }

        return answer.Status switch
        {
            0 => Verdict.Waiting(answer.InWords, "Check the address and the network on the way."),
            >= 200 and < 300 => Verdict.Failed($"{answer.Status}, and what came is no answer of the Pipelines API but a page.", "pipelines.url must end where /apis/v2beta1 begins; behind the dashboard that is https://HOST/pipeline."),
            502 or 503 or 504 => Verdict.Waiting(answer.InWords, "Task Status says what is not ready."),
            404 => Verdict.Failed(answer.InWords, "pipelines.url must end where /apis/v2beta1 begins; behind the dashboard that is https://HOST/pipeline."),
            _ => Verdict.Failed(answer.InWords, "These words are not known here: look into the log of Deployment kubeflow/ml-pipeline."),
        };
    }
}
