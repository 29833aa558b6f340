using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// The last look before the first write: what the server could only refuse is told while nothing has been touched. Fields are checked by
/// schemas. Objects whose namespace is there are sent as dry runs too: a value the server does not take must not stop an update half way.
/// Of those whose namespace comes with the set, the kinds with rules beyond their schema are tried in the default namespace. The rest of a
/// first apply (definitions, roles, maps) is not: each dry run costs the server what the write costs.
/// </summary>
internal sealed class Preflight(KubeObjects objects, ApplyOptions options, IOutput output)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Every cluster has it, and nobody can delete it.</summary>
    private const string AlwaysThere = "default";

    // Ports, selectors, schedules, quantities, references among their own fields: all of it only the server checks.
    private static readonly HashSet<string> WithRules =
    [
        "Service", "PersistentVolumeClaim", "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch", "Ingress.networking.k8s.io", "NetworkPolicy.networking.k8s.io",
        "HorizontalPodAutoscaler.autoscaling", "PodDisruptionBudget.policy", "PriorityClass.scheduling.k8s.io", "StorageClass.storage.k8s.io",
        "MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
    ];

    /// <param name="targets">What would be written.</param>
    /// <param name="problems">Gets what is found.</param>
    /// <exception cref="KubeError">The server is gone, or no longer lets us in.</exception>
    public async Task CheckAsync(IReadOnlyList<Target> targets, Problems problems, CancellationToken cancellation)
    {
        var wrong = await new FieldCheck(objects, options, output).FindAsync(targets, cancellation);
        foreach (var target in targets) problems.AddRange(wrong[target.Id]);
        var changing = Changing(targets);
        var coming = targets.Where(t => t.Live is null || t.IsGoing).Where(t => t.Id is { Kind: "Namespace", Group: "" } or { Kind: "Profile", Group: "kubeflow.org" }).Select(t => t.Id.Name).ToHashSet();
        var asked = targets.Where(t => t is { IsUnchanged: false, IsGoing: false, KindServed: true, Wanted: not null })
            .Where(t => t.Live is not null || WithRules.Contains(t.Id.GroupKind) || (t.Id.Namespace is { } ns && !coming.Contains(ns)))
            .Where(t => !wrong[t.Id].Any() && !changing.Contains((t.Id.Group, t.Id.Kind)));
        foreach (var problem in await Task.WhenAll(asked.Select(t => AskAsync(t, t.Id.Namespace is { } ns && coming.Contains(ns), cancellation))))
        {
            if (problem is not null) problems.Add(problem);
        }
    }

    /// <summary>Kinds (group, name) whose definition is written first: what the server has now says nothing about their objects.</summary>
    public static HashSet<(string?, string?)> Changing(IReadOnlyList<Target> targets) =>
        [.. targets.Where(t => t is { Id: { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" }, IsUnchanged: false })
            .Select(t => (t.Node.Resource.Text("spec", "group"), t.Node.Resource.Text("spec", "names", "kind")))];

    private async Task<Problem?> AskAsync(Target target, bool elsewhere, CancellationToken cancellation)
    {
        var how = new ApplyRequest(options.Manager) { Force = true, DryRun = true, Strict = options.Strict };
        try
        {
            if (elsewhere) await objects.TryCreateAsync(target.Kind!, target.Id, Outgoing.Make(target.Wanted!, target.Kind!, target.Id with { Namespace = AlwaysThere }, Nothing), how, cancellation);
            else await objects.ApplyAsync(target.Kind!, target.Id.Namespace, target.Id.Name, target.Wanted!.Body.Bytes(), how, cancellation);
            return null;
        }
        catch (KubeError e) when (IsMistake(target, e))
        {
            return e.Kind == KubeErrorKind.Immutable ? Applier.Kept(target, e, options) : Applier.Explain(target, e, options);
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable))
        {
            // Whatever else stands in the way may be gone by then, or the apply meets it and says so.
            return null;
        }
    }

    private bool IsMistake(Target target, KubeError e) => e.Kind switch
    {
        // A port or an address of another object of the set may be free by then.
        KubeErrorKind.Invalid => !e.Said.Contains("already allocated", StringComparison.Ordinal),
        KubeErrorKind.UnknownField or KubeErrorKind.TooLarge => true,
        KubeErrorKind.Immutable => !options.Replace.MayReplace(target.Node.Resource),
        _ => false,
    };
}
