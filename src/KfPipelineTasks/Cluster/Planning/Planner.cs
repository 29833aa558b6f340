using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Planning;

/// <summary>
/// Says what an apply would do, without doing it: the server is asked by dry run where it can answer, and where it cannot yet
/// (its kind or namespace is not there, a webhook does not answer) the answer is reasoned out and says so.
/// </summary>
/// <param name="mistakes">Fields that no server would take, by object.</param>
internal sealed class Planner(KubeObjects objects, IReadOnlyList<Target> targets, ApplyOptions options, ILookup<ResourceId, Problem> mistakes)
{
    private readonly HashSet<string> _namespacesToCome =
        targets.Where(t => t.Live is null || t.IsGoing).Select(t => t.Id).Concat(options.Foreseen.Select(r => r.Id)).Where(id => id is { Kind: "Namespace", Group: "" }).Select(id => id.Name).ToHashSet();

    public async Task<Change> OneAsync(Target target, CancellationToken cancellation)
    {
        if (target.IsUnchanged) return Tell(target, Outcome.Unchanged);
        if (mistakes[target.Id].ToList() is { Count: > 0 } found) return Tell(target, Outcome.Blocked, string.Join(" ", found));
        if (target.Kind is null || !target.KindServed) return NotServed(target);
        if (target.IsGoing) return Tell(target, Outcome.Created, "the one that is there is being deleted");
        if (target.Id.Namespace is { } ns && _namespacesToCome.Contains(ns)) return Tell(target, Outcome.Created, $"namespace {ns} is created in the same run");
        if (target.Live is not null && !target.LiveIsWhole)
        {
            target.Live = await objects.GetAsync(target.Kind, target.Id.Namespace, target.Id.Name, cancellation);
            target.LiveIsWhole = true;
        }

        return await AskAsync(target, options.Conflicts.ForceAll, cancellation);
    }

    private async Task<Change> AskAsync(Target target, bool force, CancellationToken cancellation)
    {
        try
        {
            var answer = await objects.ApplyAsync(target.Kind!, target.Id.Namespace, target.Id.Name, target.Wanted!.Body.Bytes(),
                new ApplyRequest(options.Manager) { Force = force, DryRun = true, Strict = options.Strict }, cancellation);
            if (target.Live is not { } live) return Tell(target, Outcome.Created);
            return Takeover.Needed(live) ? await TakenOverAsync(target, live, answer.Live, cancellation) : Configured(target, live, answer.Live);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.FieldConflict && !force)
        {
            // The apply takes over from kubectl before it sends: what kubectl owns is no conflict then.
            var decision = ConflictDecision.Of(target, e, options, target.Live is { } live ? Takeover.From(live) : []);
            if (decision.Refusal is { } refusal) return Blocked(target, refusal);
            target.Wanted = decision.Wanted;
            return await AskAsync(target, decision.Force, cancellation);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.Immutable)
        {
            var fields = string.Join(", ", e.Causes.Select(c => c.Field).OfType<string>().Distinct());
            return options.Replace.MayReplace(target.Node.Resource)
                ? Tell(target, Outcome.Replaced, $"{fields} cannot be changed in place") with { Fields = Offline(target) }
                : Blocked(target, Applier.Kept(target, e, options));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.WebhookUnreachable || e.Said.Contains("does not support dry run", StringComparison.Ordinal))
        {
            return ReasonedOut(target, $"reasoned without the server: {e.Said}");
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable or KubeErrorKind.Unavailable))
        {
            return Blocked(target, Applier.Explain(target, e, options));
        }
    }

    // The dry run cannot know that fields of kubectl become ours first: what then leaves is reasoned out, the rest the server has said.
    private async Task<Change> TakenOverAsync(Target target, Resource live, Resource after, CancellationToken cancellation)
    {
        var said = ObjectDiff.Between(live, after);
        var leaving = Reasoned(target).Where(d => d.Wanted is null && !Touches(said, d)).ToList();
        // kubectl owns what the server filled in for it as well, and the server fills that in again.
        if (leaving.Count > 0 && await AsNewAsync(target, cancellation) is { } fresh)
        {
            var different = ObjectDiff.Between(live, fresh);
            leaving.RemoveAll(d => !Touches(different, d));
        }

        return Tell(target, Outcome.Configured, $"taken over from {string.Join(", ", Takeover.From(live))}") with { Fields = Masking.Shown(target.Id, [.. said, .. leaving]) };
    }

    /// <summary>The object as it would be if it were made now; null where the server does not say.</summary>
    private async Task<Resource?> AsNewAsync(Target target, CancellationToken cancellation)
    {
        var wanted = JsonNode.Parse(target.Wanted!.Body.Bytes().Span)!;
        var metadata = wanted["metadata"]!.AsObject();
        metadata.Remove("name");
        metadata["generateName"] = $"{target.Id.Name}-";
        try
        {
            var how = new ApplyRequest(options.Manager) { DryRun = true, Strict = options.Strict };
            return await objects.TryCreateAsync(target.Kind!, target.Id, new Resource(target.Wanted.Id, Json.Parse(JsonSerializer.SerializeToUtf8Bytes(wanted))), how, cancellation);
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable or KubeErrorKind.Unavailable))
        {
            return null;
        }
    }

    // A difference of a field, of something in it, or of what it is in.
    private static bool Touches(IEnumerable<FieldDifference> differences, FieldDifference field) =>
        differences.Any(d => d.Path == field.Path || IsInside(d.Path, field.Path) || IsInside(field.Path, d.Path));

    private static bool IsInside(string path, string outer) =>
        path.Length > outer.Length && path.StartsWith(outer, StringComparison.Ordinal) && (path[outer.Length] is '.' or '[' or ' ');

    private Change Configured(Target target, Resource live, Resource after)
    {
        var fields = Masking.Shown(target.Id, ObjectDiff.Between(live, after));
        return fields.Count > 0 ? Tell(target, Outcome.Configured) with { Fields = fields }
            : SameOwnership(live, after) ? Tell(target, Outcome.Unchanged)
            : Tell(target, Outcome.Configured, "only the ownership of fields changes");
    }

    private bool SameOwnership(Resource live, Resource after) =>
        ManagedEntry.AppliedBy(live, options.Manager) is { } before && ManagedEntry.AppliedBy(after, options.Manager) is { } then &&
        before.ApiVersion == then.ApiVersion && JsonValues.Same(before.Fields, then.Fields);

    private Change NotServed(Target target) =>
        target.Node.Needs.OfType<Need.KindServed>().FirstOrDefault() is { } need
            ? target.Kind is null
                ? Tell(target, Outcome.Unknown, $"known once its kind is served: {need.Because}")
                : Tell(target, Outcome.Created, $"its kind comes with the same run: {need.Because}")
            : target.Kind is null
                ? Tell(target, Outcome.Unknown, "known once its kind is served")
                : Tell(target, Outcome.Created, "its kind comes with an earlier step of the same run");

    private Change ReasonedOut(Target target, string because)
    {
        var fields = Offline(target);
        return target.Live is null ? Tell(target, Outcome.Created, because) : Tell(target, Outcome.Configured, because) with { Fields = fields };
    }

    private IReadOnlyList<FieldChange> Offline(Target target) => Masking.Shown(target.Id, Reasoned(target));

    // What differs, as far as it can be known here.
    private IEnumerable<FieldDifference> Reasoned(Target target)
    {
        if (target is not { Live: { } live, Wanted: { } wanted }) return [];
        var seen = Takeover.Needed(live) ? WithOwnership(live, new Takeover(objects, options.Manager).Patch(live)) : live;
        return OwnedFields.Differences(wanted, seen, options.Manager, null).Where(d => !d.OnlyOwnership);
    }

    // The object as it will be after the takeover: the same values under other owners.
    private static Resource WithOwnership(Resource live, ReadOnlyMemory<byte> patch)
    {
        var owners = Json.Parse(patch.Span)[0].GetProperty("value");
        var bytes = Json.Bytes(w =>
        {
            w.WriteStartObject();
            foreach (var field in live.Body.EnumerateObject())
            {
                if (!field.NameEquals("metadata"))
                {
                    field.WriteTo(w);
                    continue;
                }

                w.WriteStartObject("metadata");
                foreach (var item in field.Value.EnumerateObject().Where(i => !i.NameEquals("managedFields"))) item.WriteTo(w);
                w.WritePropertyName("managedFields");
                owners.WriteTo(w);
                w.WriteEndObject();
            }

            w.WriteEndObject();
        });
        return new Resource(live.Id, Json.Parse(bytes.Span));
    }

    private Change Blocked(Target target, Problem problem) => Tell(target, Outcome.Blocked, problem.ToString());

    private Change Tell(Target target, Outcome outcome, string? because = null) =>
        new(target.Id.ToString(), outcome, because) { Component = options.ComponentOf?.Invoke(target.Node.Resource) };
}
