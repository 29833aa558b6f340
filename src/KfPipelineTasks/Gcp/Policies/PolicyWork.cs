using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Policies;

/// <summary>
/// Read, edit, write with the etag; on a conflict read again. All edits of a policy go in one write: parallel deployments that write
/// a role each keep knocking each other off.
/// </summary>
public sealed class PolicyWork(GcpDoor door)
{
    private const int Attempts = 25;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What the policy does not say yet; nothing is written.</summary>
    public static async Task<IReadOnlyList<Change>> PlanAsync(IPolicy policy, IReadOnlyList<PolicyEdit> edits, CancellationToken cancellation)
    {
        if (edits.Count == 0) return [];
        return Changes(policy, edits, PolicyEdits.Missing(await policy.ReadAsync(cancellation), edits));
    }

    /// <summary>What edits mean for a policy that does not exist yet.</summary>
    public static IReadOnlyList<Change> Plan(string subject, IReadOnlyList<PolicyEdit> edits) =>
        [.. edits.Where(e => !e.Remove).Select(e => new Change($"{subject}: {e}", Outcome.Created))];

    /// <summary>Lets the policy say all edits, and reads it back. Nothing is written when it says them already.</summary>
    /// <returns>The policy as it is in the end.</returns>
    /// <exception cref="GcpException">It cannot be changed, or others change it all the time.</exception>
    public async Task<JsonObject> EnsureAsync(IPolicy policy, IReadOnlyList<PolicyEdit> edits, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        var dropTombstones = false;
        var conflicts = 0;
        var wrote = false;
        while (true)
        {
            var read = await policy.ReadAsync(cancellation);
            if (PolicyEdits.Missing(read, edits).Count == 0) return read;
            if (wrote && ++conflicts > Attempts) throw Contested(policy, read, null);
            try
            {
                await policy.WriteAsync(Outgoing(policy, PolicyEdits.Apply(read, edits, dropTombstones), read), cancellation);
                wrote = true;
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Changed)
            {
                if (++conflicts > Attempts) throw Contested(policy, read, e);
                await Task.Delay(Pause(conflicts), door.Time, cancellation);
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Invalid && !dropTombstones && e.Said.Contains("Inconsistent representation of deleted member", StringComparison.Ordinal))
            {
                dropTombstones = true;
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Invalid && IsYoung(e, edits) && door.Time.GetElapsedTime(started) < door.Options.PropagationWindow)
            {
                await Task.Delay(door.Options.PollInterval, door.Time, cancellation);
            }
        }
    }

    private static IReadOnlyList<Change> Changes(IPolicy policy, IReadOnlyList<PolicyEdit> edits, IReadOnlyList<PolicyEdit> missing) =>
        [.. edits.Select(e => new Change($"{policy.Subject}: {e}", !missing.Contains(e) ? Outcome.Unchanged : e.Remove ? Outcome.Deleted : Outcome.Created))];

    // Bindings, etag and version, nothing else: audit configurations stay as they are when they are not sent.
    private static JsonObject Outgoing(IPolicy policy, JsonObject edited, JsonObject read)
    {
        var outgoing = new JsonObject { ["bindings"] = edited["bindings"]?.DeepClone(), ["version"] = 3 };
        if ((string?)read["etag"] is { Length: > 0 } etag) outgoing["etag"] = etag;
        else if (read["bindings"] is JsonArray { Count: > 0 })
            throw new GcpException(GcpErrorKind.NotUnderstood, policy.Subject, "change", "it was read without an etag; writing it could undo somebody else's change", "Check that no proxy removes fields from answers.");
        return outgoing;
    }

    // An account made moments ago: the policy does not know it yet. One of Workload Identity's pools comes with the first cluster.
    private static bool IsYoung(GcpException refusal, IReadOnlyList<PolicyEdit> edits) =>
        refusal.Said.StartsWith("Service account ", StringComparison.Ordinal) && refusal.Said.Contains("does not exist", StringComparison.Ordinal)
        && edits.Any(e => !e.Remove && e.Member.StartsWith("serviceAccount:", StringComparison.Ordinal) && refusal.Said.Contains(e.Member["serviceAccount:".Length..], StringComparison.OrdinalIgnoreCase));

    // 1, 2, 4 ... 30 seconds, each somewhere in its second half: writers that met once shall not meet again.
    private TimeSpan Pause(int attempt)
    {
        var step = Math.Min(LongestPause.Ticks, door.Options.RetryFirst.Ticks << Math.Min(attempt - 1, 20));
        return TimeSpan.FromTicks((long)(step * (0.5 + (Random.Shared.NextDouble() / 2))));
    }

    private static GcpException Contested(IPolicy policy, JsonObject read, Exception? cause) =>
        new(GcpErrorKind.Changed, policy.Subject, "change", $"others changed it {Attempts} times in a row; the last etag read was {(string?)read["etag"]}. {(cause as GcpException)?.Said}",
            "Find out what writes it all the time (another pipeline, Config Connector, Terraform), then run again.", cause);
}
