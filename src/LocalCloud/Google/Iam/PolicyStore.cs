using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>
/// The policies of all resources: <c>projects/P</c>, <c>projects/P/serviceAccounts/E</c>, <c>projects/N/iap_web…</c>, <c>buckets/B</c>, <c>services/S</c>.
/// A write names the mark it read; another mark is refused, no mark overwrites.
/// </summary>
public sealed class PolicyStore
{
    private readonly WorldContext _context;
    private readonly Table<PolicyRecord> _policies;

    internal PolicyStore(WorldContext context)
    {
        _context = context;
        _policies = context.Table<PolicyRecord>("policies");
    }

    /// <summary>The policy as it was last written.</summary>
    public Policy Get(string resource) => _policies.Find(resource)?.Current ?? Policy.Empty;

    /// <summary>The policy that decides now.</summary>
    public Policy Effective(string resource)
    {
        if (_policies.Find(resource) is not { } record) return Policy.Empty;
        return _context.IsKnown(record.ChangedAt, _context.Options.Consistency.Grant) ? record.Current : record.Before ?? Policy.Empty;
    }

    /// <summary>Writes the bindings of a policy.</summary>
    /// <param name="etag">The mark the writer read; null overwrites whatever is there.</param>
    /// <exception cref="GoogleException">409 ABORTED: somebody else wrote in between.</exception>
    public Policy Set(string resource, IReadOnlyList<Binding> bindings, string? etag, JsonArray? auditConfigs = null, bool setAuditConfigs = false)
    {
        lock (_context.Gate)
        {
            var current = Get(resource);
            if (etag is not null && !Etags.Same(etag, current.Etag)) throw Concurrent(etag, current.Etag);
            var next = current with { Bindings = bindings, Etag = Etags.After(current.Etag), AuditConfigs = setAuditConfigs ? (JsonArray?)auditConfigs?.DeepClone() : current.AuditConfigs };
            Put(resource, next, current);
            return next;
        }
    }

    /// <summary>Adds a member to a role, as one step. Nothing changes when it is there.</summary>
    public Policy AddMember(string resource, string role, string member, Condition? condition = null) => Change(resource, bindings =>
    {
        var at = bindings.FindIndex(binding => binding.Role == role && binding.Condition == condition);
        if (at < 0) bindings.Add(new Binding(role, [member], condition));
        else if (!bindings[at].Members.Contains(member)) bindings[at] = bindings[at] with { Members = [.. bindings[at].Members, member] };
    });

    /// <summary>Takes a member out of a role, as one step. Nothing changes when it is not there.</summary>
    public Policy RemoveMember(string resource, string role, string member, Condition? condition = null) => Change(resource, bindings =>
    {
        var at = bindings.FindIndex(binding => binding.Role == role && binding.Condition == condition);
        if (at < 0) return;
        var left = bindings[at].Members.Where(other => other != member).ToList();
        if (left.Count == 0) bindings.RemoveAt(at);
        else bindings[at] = bindings[at] with { Members = left };
    });

    /// <summary>Forgets the policy of a resource that is gone.</summary>
    internal void Remove(string resource) => _policies.Remove(resource);

    /// <summary>Writes a member by another name wherever it occurs: a deleted account becomes its tombstone.</summary>
    internal void Rename(string member, string renamed)
    {
        foreach (var (resource, policy) in Holding(member))
        {
            var bindings = policy.Bindings.Select(binding => binding with { Members = [.. binding.Members.Select(other => other == member ? renamed : other).Distinct()] });
            Put(resource, policy with { Bindings = [.. bindings], Etag = Etags.After(policy.Etag) }, policy);
        }
    }

    private List<(string Resource, Policy Policy)> Holding(string member) =>
        [.. _policies.Pairs.Where(pair => pair.Value.Current.Bindings.Any(binding => binding.Members.Contains(member))).Select(pair => (pair.Key, pair.Value.Current))];

    private Policy Change(string resource, Action<List<Binding>> edit)
    {
        lock (_context.Gate)
        {
            var current = Get(resource);
            var bindings = current.Bindings.ToList();
            edit(bindings);
            if (bindings.SequenceEqual(current.Bindings)) return current;
            var next = current with { Bindings = bindings, Etag = Etags.After(current.Etag) };
            Put(resource, next, current);
            return next;
        }
    }

    private void Put(string resource, Policy next, Policy before) => _policies.Put(resource, new PolicyRecord(next, before, _context.Now));

    private static GoogleException Concurrent(string given, string current) => GoogleException.Aborted(
        $"There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff. The request's ETag '{Etags.Show(given)}' did not match the current policy's ETag '{Etags.Show(current)}'.");
}
