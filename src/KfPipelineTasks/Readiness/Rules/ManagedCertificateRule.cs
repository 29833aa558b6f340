using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>Google-managed certificates: Provisioning takes up to an hour; a failed domain stays failed until the certificate is made anew.</summary>
internal sealed class ManagedCertificateRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["ManagedCertificate.networking.gke.io"];

    public Verdict? Judge(LiveObject live)
    {
        var domains = live.Resource.At("status").Items("domainStatus").Select(entry => (Domain: entry.Text("domain"), Status: entry.Text("status") ?? "")).ToList();
        var failed = domains.Where(entry => entry.Status.StartsWith("Failed", StringComparison.Ordinal)).ToList();
        if (failed.Count > 0) return Verdict.Failed(string.Join("; ", failed.Select(entry => $"{entry.Domain}: {entry.Status}, {Meaning(entry.Status)}")), Anew(live));
        return live.Text("status", "certificateStatus") switch
        {
            "Active" => Verdict.Ready("active"),
            "ProvisioningFailedPermanently" or "RenewalFailed" => Verdict.Failed(live.Text("status", "certificateStatus")!, Anew(live)),
            null or "" => Verdict.Waiting("its controller has not looked at it yet"),
            { } status => Verdict.Waiting(domains.Count == 0 ? status : $"{status} ({string.Join(", ", domains.Select(entry => $"{entry.Domain}: {entry.Status}"))})"),
        };
    }

    private static string Meaning(string status) => status switch
    {
        "FailedNotVisible" => "the domain did not lead to the load balancer when Google looked",
        "FailedCaaChecking" => "the CAA records of the domain could not be read",
        "FailedCaaForbidden" => "a CAA record of the domain forbids Google to issue certificates for it",
        "FailedRateLimited" => "too many certificates were asked for",
        _ => "it will not be tried again by itself",
    };

    private static string Anew(LiveObject live) =>
        $"Once that is mended, delete it and apply again: kubectl delete managedcertificate {live.Id.Name} -n {live.Id.Namespace}";
}
