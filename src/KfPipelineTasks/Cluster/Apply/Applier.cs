using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Checking;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Brings one object into the cluster, through everything that can stand in the way.</summary>
internal sealed partial class Applier(KubeObjects objects, Gates gates, Progress progress, IReadOnlyList<Target> targets, IOutput output, ApplyOptions options) : IDisposable
{
    private readonly Takeover _takeover = new(objects, options.Manager);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _proven = new();
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private readonly HashSet<(string?, string?)> _changing = Preflight.Changing(targets);
    private readonly Dictionary<string, Target> _namespaces =
        targets.Where(t => t.Id is { Kind: "Namespace", Group: "" }).ToDictionary(t => t.Id.Name);

    /// <summary>Applies a target whose needs are met.</summary>
    /// <exception cref="Refusal">It cannot be applied; the problem says why.</exception>
    public async Task<Change> ApplyAsync(Target target, Slot slot, CancellationToken cancellation)
    {
        var because = await PrepareAsync(target, slot, cancellation);
        var before = target.Live;
        var force = options.Conflicts.ForceAll;
        var replaced = false;
        Applied? applied = null;
        await gates.UntilAsync($"{target.Id}", async () =>
        {
            while (true)
            {
                try
                {
                    applied = await SendAsync(target, force, dryRun: false, cancellation);
                    return null;
                }
                catch (KubeError e) when (e.Kind == KubeErrorKind.FieldConflict && !force)
                {
                    force = Settle(target, e);
                }
                catch (KubeError e) when (e.Kind == KubeErrorKind.Immutable && !replaced)
                {
                    because = await ReplaceAsync(target, e, slot, cancellation);
                    replaced = true;
                }
                catch (KubeError e) when (e.Kind == KubeErrorKind.NamespaceTerminating && target.Id.Namespace is { } ns && _namespaces.ContainsKey(ns))
                {
                    await RenewNamespaceAsync(ns, slot, cancellation);
                }
                catch (KubeError e) when (MayPass(target, e))
                {
                    output.Detail($"{target.Id} was refused for now and is sent again: {e.Said}");
                    return e.Kind == KubeErrorKind.WebhookUnreachable ? await WhoAnswersAsync(target, e, cancellation) : e.Said;
                }
                catch (KubeError e)
                {
                    throw Refused(target, e);
                }
            }
        }, slot, cancellation);
        target.Live = applied!.Live;
        target.LiveIsWhole = true;
        return Told(target, before, applied, replaced, because);
    }

    public void Dispose() => _renewing.Dispose();

    /// <summary>Where a complaint of the server stands in the manifest.</summary>
    public static Problem Explain(Target target, KubeError e, ApplyOptions options)
    {
        var field = e.Causes.Select(c => c.Field).FirstOrDefault(f => f is not null) ?? (e.Kind == KubeErrorKind.UnknownField ? NamedField().Match(e.Said) is { Success: true } m ? m.Groups["path"].Value : null : null);
        var resource = target.Node.Resource;
        return new Problem(e.Message, (field is null ? null : options.Locate?.Invoke(resource, field)) ?? resource.Source, e.Next);
    }

    /// <summary>Why an object whose fields cannot be changed is not replaced.</summary>
    public static Problem Kept(Target target, KubeError e, ApplyOptions options) =>
        new($"{target.Id}: {Fields(e)} cannot be changed in place, and a {target.Id.Kind} is not replaced on its own: {e.Said}",
            options.Locate?.Invoke(target.Node.Resource, e.Causes[0].Field ?? "") ?? target.Node.Resource.Source,
            $"Give the object another name, delete it yourself, or annotate it {ReplaceRules.Annotation}: replace.");

    public async Task<Applied> SendAsync(Target target, bool force, bool dryRun, CancellationToken cancellation) =>
        await objects.ApplyAsync(target.Kind!, target.Id.Namespace, target.Id.Name, target.Wanted!.Body.Bytes(),
            new ApplyRequest(options.Manager) { Force = force, DryRun = dryRun, Strict = options.Strict }, cancellation);

    // An object that is going away would take our fields with it: it goes first.
    private async Task<string?> PrepareAsync(Target target, Slot slot, CancellationToken cancellation)
    {
        string? because = null;
        if (target.IsGoing)
        {
            because = "the old one was being deleted";
            await GoneAsync(target, target.Live!, slot, cancellation);
        }

        if (target.Live is { } live && Takeover.Needed(live))
        {
            because = $"taken over from {string.Join(", ", Takeover.From(live))}";
            target.Live = await _takeover.DoAsync(target.Kind!, live, cancellation);
        }

        return because;
    }

    /// <summary>The last proof that a webhook answers is its answer; a dry run of the first object it intercepts asks for it without a refused write.</summary>
    public Task ProveWebhooksAsync(Target target, CancellationToken cancellation) =>
        Task.WhenAll(target.Node.Needs.OfType<Need.WebhookAnswers>().Select(need => _proven.GetOrAdd($"{need.Configuration} {need.Webhook}", _ => new Lazy<Task>(() =>
            gates.UntilAsync($"Webhook {need.Webhook} of {need.Configuration}", async () =>
            {
                try
                {
                    await SendAsync(target, force: true, dryRun: true, cancellation);
                    return null;
                }
                catch (KubeError e) when (e.Kind == KubeErrorKind.WebhookUnreachable)
                {
                    return await gates.ExplainAsync(e.Said, need, cancellation);
                }
                catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unreachable or KubeErrorKind.Unauthorized))
                {
                    // Another refusal is an answer: the apply itself will meet it and say so.
                    return null;
                }
            }, null, cancellation))).Value));

    private async Task<Closed> WhoAnswersAsync(Target target, KubeError e, CancellationToken cancellation) =>
        target.Node.Needs.OfType<Need.WebhookAnswers>().FirstOrDefault(need => e.Said.Contains($"\"{need.Webhook}\"", StringComparison.Ordinal)) is { } need
            ? await gates.ExplainAsync(e.Said, need, cancellation)
            : e.Said;

    /// <summary>True to force; false when the object was changed to leave the fields to their owners.</summary>
    private bool Settle(Target target, KubeError e)
    {
        var decision = ConflictDecision.Of(target, e, options);
        if (decision.Refusal is { } refusal) throw new Refusal(refusal);
        target.Wanted = decision.Wanted;
        return decision.Force;
    }

    private async Task<string> ReplaceAsync(Target target, KubeError e, Slot slot, CancellationToken cancellation)
    {
        if (!options.Replace.MayReplace(target.Node.Resource)) throw new Refusal(Kept(target, e, options));

        var live = target.Live ?? await objects.GetAsync(target.Kind!, target.Id.Namespace, target.Id.Name, cancellation, metadataOnly: true);
        if (live is not null)
        {
            // Two generations of Pods at once would fight over volumes and ports; what owns no Pods needs no garbage collector.
            var propagation = target.Id.Group is "apps" or "batch" ? Propagation.Foreground : Propagation.Background;
            await objects.DeleteAsync(target.Kind!, target.Id.Namespace, target.Id.Name, live.Text("metadata", "uid"), propagation, cancellation);
            await GoneAsync(target, live, slot, cancellation);
        }

        return $"{Fields(e)} cannot be changed in place";
    }

    private static string Fields(KubeError e) => string.Join(", ", e.Causes.Select(c => c.Field).OfType<string>().Distinct());

    private async Task GoneAsync(Target target, Resource old, Slot slot, CancellationToken cancellation)
    {
        await slot.OutsideAsync(() => new Departure(objects, progress, options.DeleteTimeout, options.LookFirst, options.LookMost).GoneAsync(target.Kind!, old, cancellation));
        target.Live = null;
        target.Differences = null;
    }

    // Several objects meet the same dying namespace: one brings it back.
    private async Task RenewNamespaceAsync(string name, Slot slot, CancellationToken cancellation)
    {
        await _renewing.WaitAsync(cancellation);
        try
        {
            var target = _namespaces[name];
            var now = await objects.GetAsync(target.Kind!, null, name, cancellation);
            if (now is not null && now.Text("metadata", "deletionTimestamp") is null) return;
            if (now is not null) await GoneAsync(target, now, slot, cancellation);
            target.Live = (await SendAsync(target, options.Conflicts.ForceAll, dryRun: false, cancellation)).Live;
        }
        catch (KubeError e)
        {
            throw Refused(_namespaces[name], e);
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>True for refusals that pass by themselves: something of the cluster lags behind what it has accepted.</summary>
    private bool MayPass(Target target, KubeError e) => e.Kind switch
    {
        KubeErrorKind.WebhookUnreachable => true,
        // Another server behind the same address may not serve the kind yet.
        KubeErrorKind.KindNotServed => true,
        // The fields were checked by the definition of this very run; the server still goes by the one before.
        KubeErrorKind.UnknownField => options.Strict && _changing.Contains((target.Id.Group, target.Id.Kind)),
        KubeErrorKind.NotFound => target.Id.Namespace is { } ns && _namespaces.ContainsKey(ns) && e.Said.Contains($"namespaces \"{ns}\" not found", StringComparison.Ordinal),
        KubeErrorKind.AlreadyExists or KubeErrorKind.Modified => true,
        KubeErrorKind.Forbidden => e.Said.Contains("error looking up service account", StringComparison.Ordinal) || e.Said.Contains("status unknown for quota", StringComparison.Ordinal),
        _ => false,
    };

    private DeployException Refused(Target target, KubeError e) =>
        e.Kind is KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable or KubeErrorKind.Unavailable ? e : new Refusal(Explain(target, e, options));

    private Change Told(Target target, Resource? before, Applied applied, bool replaced, string? because)
    {
        var outcome = replaced ? Outcome.Replaced
            // A lost answer is asked for again and then finds what the first attempt made.
            : applied.Created || (before is null && (target.KindServed || target.IsNew)) ? Outcome.Created
            : before is not null && before.Text("metadata", "resourceVersion") == applied.Live.Text("metadata", "resourceVersion") && because is null ? Outcome.Unchanged
            : Outcome.Configured;
        return new Change(target.Id.ToString(), outcome, because)
        {
            Component = options.ComponentOf?.Invoke(target.Node.Resource),
            Fields = outcome == Outcome.Configured && target.Differences is { } differences ? Masking.Shown(target.Id, differences.Where(d => !d.OnlyOwnership)) : [],
        };
    }

    [GeneratedRegex("""\): (?<path>\.\S+): """, RegexOptions.None, 1000)]
    private static partial Regex NamedField();
}
