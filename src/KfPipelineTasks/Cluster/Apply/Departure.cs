using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Waits until a deleted object is gone. Finalizers that hold it are reported with their owner, never taken off.</summary>
internal sealed class Departure(KubeObjects objects, Progress progress, TimeSpan timeout, TimeSpan lookFirst, TimeSpan lookMost)
{
    // Finalizer prefix and who takes it off.
    private static readonly (string Finalizer, string Owner)[] Owners =
    [
        ("cnrm.cloud.google.com", "Config Connector (namespace cnrm-system): its ConfigConnectorContext must still be there, and Google Cloud must let go of the resource"),
        ("foregroundDeletion", "the garbage collector: what the object owns is still being deleted"),
        ("orphan", "the garbage collector"),
        ("kubernetes.io/pvc-protection", "the controller manager: a Pod still uses the claim"),
        ("kubernetes.io/pv-protection", "the controller manager: a claim still uses the volume"),
        ("service.kubernetes.io/load-balancer-cleanup", "the cloud controller: the load balancer is still being removed"),
        ("networking.gke.io", "the GKE ingress controller"),
        ("finalizer.networking.istio.io", "istiod"),
        ("profile-finalizer", "the profile controller (namespace kubeflow)"),
        ("kubernetes", "the namespace controller: objects in the namespace are still being deleted"),
        ("customresourcecleanup.apiextensions.k8s.io", "the API server: objects of the kind are still being deleted"),
        ("inferenceservice.finalizers", "the KServe controller"),
        ("acme.cert-manager.io", "cert-manager"),
    ];

    /// <summary>Returns when the object is gone, or another one has its name.</summary>
    /// <exception cref="Refusal">It is still there when the time is over.</exception>
    public async Task GoneAsync(ApiKind kind, Resource old, CancellationToken cancellation)
    {
        var uid = old.Text("metadata", "uid");
        var started = objects.Door.Time.GetTimestamp();
        var pause = new Backoff(objects.Door.Time, lookFirst, lookMost);
        while (true)
        {
            var now = await objects.GetAsync(kind, old.Id.Namespace, old.Id.Name, cancellation, metadataOnly: true);
            if (now is null || now.Text("metadata", "uid") != uid) return;
            var holds = Holds(now);
            var left = timeout - objects.Door.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new Refusal(new Problem($"{old.Id} was not gone after {timeout.TotalMinutes:0.#} min: {holds}.",
                    Next: "Look at the controller named above: a finalizer taken off by hand leaves behind what it guards. What only takes longer gets more time by timeouts.delete (--delete-timeout)."));
            }

            using (progress.Await($"{old.Id} is being deleted: {holds}", left)) await pause.PauseAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Who holds an object that is being deleted.</summary>
    internal static string Holds(Resource live)
    {
        var finalizers = live.Body.Items("metadata", "finalizers").Select(f => f.ToString()).ToList();
        if (live.Id is { Kind: "Namespace", Group: "" }) finalizers.AddRange(live.Body.Items("spec", "finalizers").Select(f => f.ToString()));
        if (finalizers.Count == 0) return "the server has not removed it yet";
        return string.Join("; ", finalizers.Select(f => Owners.FirstOrDefault(o => f == o.Finalizer || (o.Finalizer.Contains('.', StringComparison.Ordinal) && f.Contains(o.Finalizer, StringComparison.Ordinal))) is { Owner: { } owner }
            ? $"finalizer {f} of {owner}"
            : $"finalizer {f}"));
    }
}
