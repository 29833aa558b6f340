using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// The last look before the first write: what the server could only refuse is told while nothing has been touched. Fields are checked by
/// schemas. Objects whose namespace is there are sent as dry runs too: a value the server does not take must not stop an update half way.
/// The rest of a first apply is not: it could not be answered yet, and each dry run costs the server what the write costs.
/// </summary>
internal sealed class Preflight(KubeObjects objects, ApplyOptions options, IOutput output)
{
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
            .Where(t => t.Live is not null || (t.Id.Namespace is { } ns && !coming.Contains(ns)))
            .Where(t => !wrong[t.Id].Any() && !changing.Contains((t.Id.Group, t.Id.Kind)));
        foreach (var problem in await Task.WhenAll(asked.Select(t => AskAsync(t, cancellation))))
        {
            if (problem is not null) problems.Add(problem);
        }
    }

    /// <summary>Kinds (group, name) whose definition is written first: what the server has now says nothing about their objects.</summary>
    public static HashSet<(string?, string?)> Changing(IReadOnlyList<Target> targets) =>
        [.. targets.Where(t => t is { Id: { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" }, IsUnchanged: false })
            .Select(t => (t.Node.Resource.Text("spec", "group"), t.Node.Resource.Text("spec", "names", "kind")))];

    private async Task<Problem?> AskAsync(Target target, CancellationToken cancellation)
    {
        try
        {
            await objects.ApplyAsync(target.Kind!, target.Id.Namespace, target.Id.Name, target.Wanted!.Body.Bytes(),
                new ApplyRequest(options.Manager) { Force = true, DryRun = true, Strict = options.Strict }, cancellation);
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
