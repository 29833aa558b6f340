using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;
using LocalCloud.Google.Tokens;
using LocalCloud.Kube.Documents;
using Json = LocalCloud.Kube.Documents.Json;

namespace LocalCloud.Controllers.Kubeflow.Mesh;

/// <summary>
/// The way in from outside: the load balancer, Identity-Aware Proxy in front of it, and Istio's ingress gateway behind it.
/// IAP answers itself whoever shows no token, a wrong one, or may not pass; those answers carry
/// <c>x-goog-iap-generated-response</c>.
/// </summary>
internal sealed class IapGateway(ClusterView view, GoogleWorld world)
{
    public const string Home = "istio-system";
    public const string Service = "istio-ingressgateway";
    public const string UserHeader = "x-goog-authenticated-user-email";

    private const string Assertion = "x-goog-iap-jwt-assertion";
    private const string Issuer = "https://cloud.google.com/iap";
    private const string Permission = "iap.webServiceVersions.accessViaIAP";

    private static readonly string[] Stripped = [UserHeader, "x-goog-authenticated-user-id", Assertion];

    /// <summary>Lets a call in, as the gateway's own Pods pass it on.</summary>
    public MeshAnswer Enter(MeshCall call, Func<MeshCall, MeshAnswer> behind)
    {
        if (Backend() is not { } backend) return MeshAnswer.Text(404, "response 404 (backend NotFound), service rules for the path non-existent");
        // What a client says of itself counts for nothing.
        foreach (var header in Stripped) call = call.With(header, null);
        if (backend.Body["iap"] is JsonObject)
        {
            var (checkedCall, refusal) = Check(call, backend);
            if (refusal is not null) return refusal;
            call = checkedCall!;
        }

        if (backend.Health.Count == 0 || backend.Health.All(health => health != "HEALTHY")) return MeshAnswer.Text(502, "Error: Server Error. The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.");
        var (received, problem) = Authenticate(call, backend);
        if (problem is not null) return problem;
        return MeshPolicies.Allows(view, Home, Labels(), received! with { Port = Port() }) ? behind(received! with { Principal = MeshCall.PrincipalOf(Home, $"{Service}-service-account") }) : MeshAnswer.Denied;
    }

    private (MeshCall? Call, MeshAnswer? Refusal) Check(MeshCall call, BackendService backend)
    {
        if (call.Header("authorization") is not { } authorization || !authorization.StartsWith("Bearer ", StringComparison.Ordinal)) return (null, SignIn(call));
        if (Jwt.Read(authorization["Bearer ".Length..]) is not { } token || !world.OAuth.Signed(token)) return (null, Generated(401, "Invalid IAP credentials: Unable to parse JWT"));
        if (token.Time("exp") <= world.Options.CredentialClock.GetUtcNow()) return (null, Generated(401, "Invalid IAP credentials: Expired JWT"));
        var clients = Clients().ToList();
        if (!token.Audiences.Any(clients.Contains)) return (null, Generated(401, $"Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim ({string.Join(", ", token.Audiences)}) doesn't match expected value ({string.Join(", ", clients)}))"));
        if (token.Claims.Text("email") is not { } email) return (null, Generated(401, "Invalid IAP credentials: JWT 'email' claim isn't a string"));
        return MayPass(email, backend) ? (Signed(call, email, backend), null) : (null, Generated(403, $"You don't have access. {email} is not authorized to access this page."));
    }

    /// <summary>People are led to sign in; programs are told what is missing.</summary>
    private MeshAnswer SignIn(MeshCall call)
    {
        if (call.Header("accept")?.Contains("text/html", StringComparison.Ordinal) is not true) return Generated(401, "Invalid IAP credentials: empty token");
        var client = Clients().FirstOrDefault() ?? "";
        var redirect = $"https://iap.googleapis.com/v1/oauth/clientIds/{client}:handleRedirect";
        return Generated(302, "") with
        {
            Headers = new Dictionary<string, string>
            {
                ["x-goog-iap-generated-response"] = "true",
                ["location"] = $"https://accounts.google.com/o/oauth2/v2/auth?client_id={Uri.EscapeDataString(client)}&response_type=code&scope=openid+email&redirect_uri={Uri.EscapeDataString(redirect)}",
            },
        };
    }

    private bool MayPass(string email, BackendService backend)
    {
        var number = world.Projects.Find(view.Key.Project)?.Number;
        var member = email.EndsWith(".gserviceaccount.com", StringComparison.Ordinal) ? $"serviceAccount:{email}" : $"user:{email}";
        string[] resources =
        [
            $"projects/{view.Key.Project}", $"projects/{number}/iap_web", $"projects/{number}/iap_web/compute",
            $"projects/{number}/iap_web/compute/services/{backend.Name}", $"projects/{number}/iap_web/compute/services/{backend.Id}",
        ];
        return world.Access.Allows(new Caller(member, [Caller.CloudPlatform]), Permission, resources);
    }

    private MeshCall Signed(MeshCall call, string email, BackendService backend)
    {
        var now = world.Options.CredentialClock.GetUtcNow();
        var assertion = world.OAuth.SignJwt(new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = $"accounts.google.com:{email}", ["email"] = email, ["aud"] = Audience(backend),
            ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        });
        return call.With(UserHeader, $"accounts.google.com:{email}").With(Assertion, assertion).With("authorization", null);
    }

    /// <summary>Istio's RequestAuthentication: a token that is shown must be right; whether one must be shown is for policies to say.</summary>
    private (MeshCall? Call, MeshAnswer? Problem) Authenticate(MeshCall call, BackendService backend)
    {
        var rules = view.List(new GroupKind("security.istio.io", "RequestAuthentication"), Home)
            .Where(one => Json.Map(one, "spec", "selector") is not { Count: > 0 } selector || Selectors.Matches(selector, Labels()))
            .SelectMany(one => Json.Maps(one, "spec", "jwtRules")).Where(rule => Json.Text(rule, "issuer") == Issuer).ToList();
        if (rules.Count == 0 || call.Header(Assertion) is not { } assertion) return (call, null);
        var accepted = rules.SelectMany(rule => Json.Texts(rule, "audiences")).ToList();
        if (accepted.Count > 0 && !accepted.Contains(Audience(backend))) return (null, MeshAnswer.Text(403, "Audiences in Jwt are not allowed"));
        return (call with { RequestPrincipal = $"{Issuer}/{Jwt.Read(assertion)?.Claims.Text("sub")}" }, null);
    }

    /// <summary>What IAP's own tokens are for: the backend service, by its number. It changes when the backend is made anew.</summary>
    private string Audience(BackendService backend) => $"/projects/{world.Projects.Find(view.Key.Project)?.Number}/global/backendServices/{backend.Id}";

    /// <summary>OAuth clients whose tokens are accepted: that of the BackendConfig, and those allowed for programs.</summary>
    private IEnumerable<string> Clients()
    {
        var secrets = view.List(Kinds.BackendConfig, Home).Select(config => Json.Text(config, "spec", "iap", "oauthclientCredentials", "secretName")).OfType<string>();
        foreach (var secret in secrets)
        {
            if (Json.Text(view.Get(Kinds.Secret, Home, secret), "data", "client_id") is { } encoded) yield return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }

        var number = world.Projects.Find(view.Key.Project)?.Number;
        var settings = world.IapSettings.Get($"projects/{number}/iap_web", "");
        foreach (var client in Json.Texts(settings, "accessSettings", "oauthSettings", "programmaticClients")) yield return client;
    }

    /// <summary>The backend service of the Ingress that leads to the gateway.</summary>
    private BackendService? Backend()
    {
        foreach (var ingress in view.List(Kinds.Ingress, Home))
        {
            if (Json.List(ingress, "status", "loadBalancer", "ingress") is not { Count: > 0 } || ClusterView.Annotation(ingress, "ingress.kubernetes.io/backends") is not { } text) continue;
            foreach (var (name, _) in JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(text)))
            {
                if (world.BackendServices.Find(view.Key.Project, name) is { } backend) return backend;
            }
        }

        return null;
    }

    /// <summary>The port of the gateway's Pods that the load balancer's requests come in by.</summary>
    private long? Port()
    {
        var ports = Json.Maps(view.Get(Kinds.Service, Home, Service), "spec", "ports").ToList();
        var web = ports.FirstOrDefault(port => Json.Number(port, "port") == 80) ?? ports.FirstOrDefault();
        return Json.Number(web, "targetPort") ?? Json.Number(web, "port");
    }

    private IReadOnlyDictionary<string, string> Labels() => MeshDoor.LabelsBehind(view, Home, view.Get(Kinds.Service, Home, Service));

    private static MeshAnswer Generated(int code, string text) => MeshAnswer.Text(code, text) with { Headers = new Dictionary<string, string> { ["x-goog-iap-generated-response"] = "true" } };
}
