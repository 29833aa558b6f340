using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Networking;

/// <summary>
/// Google-managed certificates: active once an Ingress that uses them has an address and their domains lead to it. A domain
/// below <c>cloud.goog</c> leads where its Endpoints service says; of another that nothing is known about it is believed.
/// </summary>
internal sealed class ManagedCertificateController(ClusterView view, SimulationOptions simulation, GoogleWorld world, Outcomes outcomes) : IController
{
    /// <summary>After this many times the usual wait the domain counts as not visible, for good.</summary>
    private const int Patience = 60;

    /// <summary>And never before this.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(10);

    private readonly Countdown _countdown = new(view);

    public string Name => "managed-certificate-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.ManagedCertificate),
        new Watch(Kinds.Ingress, change => view.List(Kinds.ManagedCertificate, change.Key.Namespace).Select(ClusterView.KeyOf)),
    ];

    /// <summary>The name of the certificate in Google Cloud.</summary>
    public static string NameOf(ClusterView view, string home, string name) => $"mcrt-{Names.Uuid($"{view.Key}/{home}/{name}")}";

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } certificate || ClusterView.IsBeingDeleted(certificate)) return default;
        var uid = ClusterView.Uid(certificate);
        var isFirst = Json.Map(certificate, "status") is not { Count: > 0 };
        if (isFirst) Say(certificate, "Provisioning", "Provisioning");
        if (_countdown.Left(uid, "look", simulation.Delays.ManagedCertificate) is { } wait) return new(wait);
        if (outcomes.Of(certificate) is { } told)
        {
            Say(certificate, told == "Active" ? "Active" : "Provisioning", told);
            return default;
        }

        if (Json.Text(certificate, "status", "certificateStatus") == "Active" || HasFailed(certificate)) return default;
        if (Json.Texts(certificate, "spec", "domains").All(domain => LeadsHere(certificate, domain)))
        {
            Say(certificate, "Active", "Active");
            return default;
        }

        if (Address(certificate) is null) return new(null as TimeSpan?);
        if (_countdown.Left(uid, "visible", Visible) is null) Say(certificate, "Provisioning", "FailedNotVisible");
        else return new(Later(simulation.Delays.ManagedCertificate));
        return default;
    }

    private TimeSpan Visible => TimeSpan.FromTicks(Math.Max((simulation.Delays.ManagedCertificate * Patience).Ticks, LeastPatience.Ticks));

    private static TimeSpan Later(TimeSpan usual) => usual > TimeSpan.FromSeconds(1) ? usual : TimeSpan.FromSeconds(1);

    private void Say(JsonObject certificate, string status, string domain)
    {
        var live = view.Get(ClusterView.KeyOf(certificate)) ?? certificate;
        view.EditStatus(Name, live, known =>
        {
            known["certificateName"] = NameOf(view, ClusterView.Namespace(certificate), ClusterView.Name(certificate));
            known["certificateStatus"] = status;
            known["domainStatus"] = new JsonArray([.. Json.Texts(certificate, "spec", "domains").Select(name => (JsonNode)new JsonObject { ["domain"] = name, ["status"] = domain })]);
            if (status == "Active") known["expireTime"] = ClusterView.StampOf(view.Now.AddDays(90));
        });
    }

    private static bool HasFailed(JsonObject certificate) =>
        Json.Maps(certificate, "status", "domainStatus").Any(domain => Json.Text(domain, "status")?.StartsWith("Failed", StringComparison.Ordinal) is true);

    private bool LeadsHere(JsonObject certificate, string domain)
    {
        if (Address(certificate) is not { } address) return false;
        return world.Names.Knows(domain) ? world.Names.AddressOf(domain) == address : !domain.EndsWith(".cloud.goog", StringComparison.Ordinal);
    }

    /// <summary>The address of the Ingress that uses the certificate.</summary>
    private string? Address(JsonObject certificate) => view.List(Kinds.Ingress, ClusterView.Namespace(certificate))
        .Where(ingress => (ClusterView.Annotation(ingress, "networking.gke.io/managed-certificates") ?? "").Split(',').Any(name => name.Trim() == ClusterView.Name(certificate)))
        .SelectMany(ingress => Json.Maps(ingress, "status", "loadBalancer", "ingress")).Select(entry => Json.Text(entry, "ip")).FirstOrDefault();
}
