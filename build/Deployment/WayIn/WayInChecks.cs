using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>Says of each thing that the way in needs whether it is there, why not, and what to do next. Asks nobody.</summary>
internal sealed class WayInChecks(DeploySettings settings, string host, ReadinessBook book)
{
    /// <summary>The checks, in the order in which one leads to the next.</summary>
    public IReadOnlyList<WayInCheck> Of(WayInLook look, string? audience) =>
    [
        Address(look.Gateway), Protection(look), .. Backends(look), Audience(look, audience), Name(look), .. Certificates(look.Gateway),
    ];

    private WayInCheck Address(Gateway gateway)
    {
        var verdict = book.Judge(gateway.Ingress);
        return new("ingress", verdict.State == State.Ready ? verdict : verdict with { Because = $"{verdict.Because}{Complaint(gateway)}", Next = Describe(gateway) });
    }

    // A backend without Identity-Aware Proxy is open to the whole internet.
    private WayInCheck Protection(WayInLook look)
    {
        const string What = "Identity-Aware Proxy";
        var gateway = look.Gateway;
        if (gateway.ConfigName is null) return new(What, Verdict.Failed($"{gateway.Service.Id} names no BackendConfig for its port: nobody would be asked who they are", "Annotate it with cloud.google.com/backend-config, or run Apply with variant gke-iap."));
        if (gateway.Config is null) return new(What, Verdict.Failed($"BackendConfig {gateway.Namespace}/{gateway.ConfigName} does not exist", "Run Apply."));
        if (!gateway.AsksIap) return new(What, Verdict.Failed($"{gateway.Config.Id} does not switch it on (spec.iap.enabled)", "Run Apply."));
        if (look.Backend is not { } backend) return new(What, Verdict.Waiting("there is no backend service yet to switch it on for"));
        if (backend.Iap?.Enabled != true) return new(What, Verdict.Waiting($"not switched on yet for backend service {backend.Name}", Describe(gateway)));
        return new(What, Client(backend, gateway));
    }

    private Verdict Client(BackendService backend, Gateway gateway)
    {
        var client = backend.Iap!.Oauth2ClientId ?? "";
        if (settings.Iap.OAuth == OAuthMode.Custom)
        {
            return client == settings.Iap.ClientId
                ? Verdict.Ready($"on, with OAuth client {client}")
                : Verdict.Waiting($"backend service {backend.Name} signs people in with {(client.Length > 0 ? $"client {client}" : "Google's own client")}, not with {settings.Iap.ClientId}", "Secret kubeflow-oauth holds the client: run Apply to write it.");
        }

        return client.Length == 0
            ? Verdict.Ready("on, with Google's own OAuth client")
            : Verdict.Failed($"backend service {backend.Name} keeps the OAuth client {client}: an existing backend does not change to Google's own client",
                $"Have a new one made: kubectl delete ingress {gateway.Ingress.Id.Name} -n {gateway.Namespace}, then run Apply and ConfigureIap.");
    }

    private static IEnumerable<WayInCheck> Backends(WayInLook look)
    {
        var gateway = look.Gateway;
        if (look.Backend is null) yield return new("backend", Verdict.Waiting($"{gateway.Ingress.Id} has no backend service for {gateway.Service.Id.Name} yet{Complaint(gateway)}", Describe(gateway)));
        foreach (var (service, endpoints) in look.Health) yield return new($"backend {service.Name}", Health(gateway, endpoints));
    }

    private static Verdict Health(Gateway gateway, IReadOnlyList<EndpointHealth> endpoints)
    {
        var well = endpoints.Count(e => e.HealthState == "HEALTHY");
        if (endpoints.Count > 0 && well == endpoints.Count) return Verdict.Ready($"{well} of {endpoints.Count} endpoints healthy");
        var asks = gateway.Asked is { } check ? $"; the load balancer asks port {check.Port} for {check.Path}" : "";
        var pods = $"kubectl get pods -n {gateway.Namespace} -l {Gateway.Label}={Gateway.LabelValue}";
        if (gateway.Wanted is null) return Verdict.Waiting("the gateway has no Pod", pods);
        return Verdict.Waiting(endpoints.Count == 0 ? $"no endpoint was asked yet{asks}" : $"{endpoints.Count - well} of {endpoints.Count} endpoints unhealthy{asks}", pods);
    }

    private static WayInCheck Audience(WayInLook look, string? audience) => new("audience", look.Backend is null || audience is null
        ? Verdict.Waiting("it holds the number of the backend service, which is not there yet")
        : Verdict.Ready(audience));

    private WayInCheck Name(WayInLook look)
    {
        var address = look.Gateway.Address;
        if (address is null) return new("name", Verdict.Waiting($"{host} cannot lead to an address that is not there yet"));
        if (look.Names.Contains(address)) return new("name", Verdict.Ready($"{host} leads to {address}"));
        var next = EndpointWish.IsPublished(host, settings.Project.Id)
            ? $"Cloud Endpoints publishes it within some minutes: gcloud endpoints services describe {host}"
            : $"Make an A record for {host} with {address} where the domain is managed.";
        return new("name", Verdict.Waiting(look.Names.Count == 0 ? $"{host} does not resolve yet" : $"{host} leads to {string.Join(", ", look.Names)}, not to {address}", next));
    }

    private IEnumerable<WayInCheck> Certificates(Gateway gateway) => gateway.Certificates.Select(c => new WayInCheck($"certificate {c.Name}",
        c.Live is not { } live ? Verdict.Failed($"{gateway.Ingress.Id} names it and it does not exist", "Run Apply.")
        : gateway.Address is null ? Verdict.Waiting("it comes after the address")
        : Judged(live)));

    private Verdict Judged(Resource certificate) => book.Judge(certificate) is { State: State.Waiting } waiting
        ? waiting with { Next = waiting.Next ?? "Google issues it once the name leads to the address; that may take up to an hour." }
        : book.Judge(certificate);

    private static string Complaint(Gateway gateway) => gateway.Complaint is { } text ? $": {text}" : "";

    private static string Describe(Gateway gateway) => $"kubectl describe ingress {gateway.Ingress.Id.Name} -n {gateway.Ingress.Id.Namespace}";
}
